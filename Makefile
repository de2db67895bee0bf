# Mọi lệnh của dự án · every command of the project. `make run` and `make test` are the two that matter.
# Each target sets up what it needs; stamp files make a second run instant.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory --no-builtin-rules
PYTHON ?= python3
export PYTHONUTF8 := 1

PY := .venv/bin/python
FRONT := src/hoanhap/ground/web/static/front
SET_UP = @command -v $(PYTHON) >/dev/null || { echo "✗ Không tìm thấy Python: hãy cài python3 (từ 3.11) / Python not found: install python3 (3.11 or newer)" >&2; exit 1; }; $(PYTHON) tools/setup.py

.PHONY: help run test demo check fix bench setup lock clean

help: ## Danh sách lệnh · this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name words; do printf '%-14s %s\n' "$$name" "$$words"; done

run: setup ## Chạy bản trình diễn với dữ liệu mẫu · run the demo: web, job worker, sample data
	@$(PY) tools/run.py

test: setup ## Chạy toàn bộ kiểm thử trên SQLite, PostgreSQL và trình duyệt · run the whole suite on both engines and in a browser
	@$(PY) tools/test.py $(ARGS)

demo: setup ## Chỉ nạp dữ liệu mẫu · only fill the database with the demo
	@$(PY) tools/run.py --only-fill

check: setup ## Kiểm tra mã nguồn, kiểu, tầng, bản dịch · formatting, lint, types, layers, translations, settings
	@$(PY) tools/check.py

fix: setup ## Tự sửa định dạng, cập nhật bản dịch và tài liệu · format, update catalogues and reference pages
	@$(PY) tools/check.py --fix

bench: setup ## Đo tốc độ · measure speed (ARGS="…")
	@$(PY) -m bench $(ARGS)

setup: .venv/.ready $(FRONT)/.ready .venv/.messages ## Cài đặt mọi thứ cần thiết · set everything up

lock: .venv/.ready ## Cập nhật tệp khóa phiên bản · renew the lock files (needs the package indexes)
	@$(PYTHON) tools/setup.py lock

clean: ## Xóa mọi thứ đã cài và đã dựng, giữ dữ liệu trong var/ · remove what was built, keep var/
	@rm -rf .venv node_modules $(FRONT) build src/*.egg-info .mypy_cache .ruff_cache .import_linter_cache

.venv/.ready: tools/setup.py pyproject.toml $(wildcard requirements/*.txt)
	$(SET_UP) python

node_modules/.ready: .venv/.ready package.json package-lock.json
	$(SET_UP) packages

$(FRONT)/.ready: node_modules/.ready $(wildcard assets/* assets/*/*)
	$(SET_UP) front

.venv/.messages: .venv/.ready tools/messages.py $(wildcard src/hoanhap/*/locale/*/LC_MESSAGES/django.po src/hoanhap/*/*/locale/*/LC_MESSAGES/django.po)
	$(SET_UP) messages
