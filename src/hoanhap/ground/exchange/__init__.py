"""Tables going out and coming in.

**Out.** ``web.lists`` hands a ``Sheet`` to :func:`actions.export_rows`, which writes the workbook (``workbook.py``),
records who took it and why (``ExportRun``, append-only), and answers with the file.

**In.** The owning app does the checking and the writing; this room reads, keeps and counts::

    columns = [Column(key="unit", title="Đơn vị"), Column(key="from_on", title="Từ ngày", aliases=("Ngày bắt đầu",))]
    rows = reading.read_table(upload, columns=columns)                     # Refusal: wrong file, wrong columns
    run = actions.start_import(by=actor, kind="programmes.deployments", permission=Permission.DEPLOYMENTS_IMPORT,
                               file_sha256=reading.digest(upload))
    run = actions.stage_rows(by=actor, run=run, rows=(check(row) for row in rows))   # StagedRow, in small commits
    ...                                                                    # the reviewer looks at selectors.import_rows
    @audited
    def write_deployments(*, by, run):                                     # one short transaction, in the owning app
        ...
        actions.finish_import(by=by, run=run)

``check(row)`` makes a ``StagedRow`` out of a ``SourceRow``: what the row says, word for word; what is wrong with it,
cell by cell; and whether it would add, change or repeat what stands.
"""
