"""Papers and their steps are added, never changed; a signature is another's, in turn, and the next of its register."""

from django.db import migrations

from hoanhap.ground.web.constraints import AppendOnly, NoOverlap, Refuses

SIGNED_OUT_OF_TURN = """NEW."act" = 'signed' AND (
    NOT EXISTS (SELECT 1 FROM "documents_document" d WHERE d."id" = NEW."document_id"
        AND d."prepared_by" = NEW."prepared_by" AND d."prepared_by" <> NEW."by")
    OR NEW."number" <> (SELECT coalesce(max(s."number"), 0) + 1 FROM "documents_documentstep" s
        WHERE s."register" = NEW."register" AND s."series" = NEW."series" AND s."year" = NEW."year"))"""

STEP_OUT_OF_TURN = """(NEW."act" IN ('signed', 'returned') AND EXISTS (SELECT 1 FROM "documents_documentstep" s
        WHERE s."document_id" = NEW."document_id"))
    OR (NEW."act" IN ('served', 'revoked') AND NOT EXISTS (SELECT 1 FROM "documents_documentstep" s
        WHERE s."document_id" = NEW."document_id" AND s."act" = 'signed'))
    OR (NEW."act" = 'served' AND EXISTS (SELECT 1 FROM "documents_documentstep" s
        WHERE s."document_id" = NEW."document_id" AND s."act" = 'revoked'))"""

ANOTHER_TEXT = """NEW."id" <> OLD."id" OR NEW."form" <> OLD."form" OR NEW."number" <> OLD."number"
    OR NEW."valid_from" <> OLD."valid_from" OR NEW."source" <> OLD."source" OR NEW."own_layout" <> OLD."own_layout" """


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_papers_and_numbers")]

    operations = [
        Refuses("signature_in_turn", "documents_documentstep", SIGNED_OUT_OF_TURN),
        Refuses("step_in_turn", "documents_documentstep", STEP_OUT_OF_TURN),
        Refuses("edition_keeps_its_text", "documents_edition", ANOTHER_TEXT, on="UPDATE"),
        NoOverlap("signatory_one_at_a_time", "documents_signatory", keys=["post_id"], start="from_on", end="to_on"),
        # Last: SQLite asks the newest trigger first, and a row that takes another's place is told so.
        AppendOnly("documents_document", unique=[("id",), ("reference",)]),
        AppendOnly(
            "documents_documentstep",
            unique=[("id",), ("document_id", "act"), ("register", "series", "year", "number")],
        ),
    ]
