# wasl: `make help` lists what there is. `make run` and `make test` do their own set-up.
SHELL := bash
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
export CGO_ENABLED := 0
export GOFLAGS := -buildvcs=false

FUZZTIME ?= 30s
REPORTS ?= 1000000
DATA ?= demo-data
LISTEN ?= 127.0.0.1:8400
WEB := $(shell git ls-files web | grep -v '^web/dist' 2>/dev/null)
GO_SOURCE := $(shell git ls-files '*.go' '*.cedar' '*.csv' '*.json' '*.xlsx' go.mod 2>/dev/null)

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: build ## a demo node with data, in this terminal
	bin/wasl demo --data $(DATA) --listen $(LISTEN)

test: ## all that a change must pass
	@tools/test

setup: web/node_modules/.stamp ## install what the build needs

web/node_modules/.stamp: web/package-lock.json
	@echo "setup: npm ci in web/"
	cd web && npm ci --no-audit --no-fund --loglevel=error && touch node_modules/.stamp

build: bin/wasl ## web apps, then one static binary

web/dist/.built: $(WEB) | setup
	@echo "build: web apps"
	cd web && npm run --silent build
	touch dist/.built

bin/wasl: $(GO_SOURCE) web/dist/.built
	@echo "build: bin/wasl"
	go build -trimpath -ldflags=-s -o bin/wasl ./cmd/wasl

race: ## the Go tests under the race detector
	@tools/need gcc
	CGO_ENABLED=1 go test -race -shuffle=on -timeout 30m ./...

types: setup ## the API's document from the code, and the console's types from it
	go test -count=1 -run Document ./internal/edge/api -update
	cd web && node openapi.mjs

lint: ## golangci-lint and gofumpt over the Go code
	@tools/lint

arch: ## imports point to earlier stages only, and wrong ones are refused
	@tools/arch

web-check: setup ## eslint, prettier and svelte-check over the web apps
	cd web && npm run --silent lint && npm run --silent check

web-test: setup ## the web apps' engine, over the same corpus as the node's
	cd web && npm test --silent

e2e: build ## whole journeys in Chromium, on a node as `make run` starts it
	@tools/need chromium
	cd web && npm run --silent e2e

webkit: build ## phones, public pages and the console in the engine of Safari
	@tools/need Xvfb WebKitWebDriver
	cd web && node e2e/run.mjs e2e/webkit/webkit.test.mjs

vuln: ## known vulnerabilities that the program reaches (asks vuln.go.dev)
	@tools/pin/build govulncheck
	.cache/bin/govulncheck ./...

fuzz: ## each fuzz target for FUZZTIME
	@tools/fuzz $(FUZZTIME)

night: ## a night at twelve desks, played on a clock of its own: the table of how it went
	go test -count=1 -v -run TestNight ./internal/node | grep -v '^=== '

story: build ## the programme's own story in Chromium: activities, people, rolls, numbers
	cd web && node e2e/run.mjs e2e/story.test.mjs e2e/community.test.mjs

crash: ## power cuts, failing disks, flipped bits and kills by the thousand; an hour
	@tools/crash

bench: build ## speed and size; figures stand in docs/performance.md
	@tools/bench $(REPORTS)

trends: ## the rules for trends tried on real events: the tables of docs/trends.md
	WASL_TRENDS=1 go test -count=1 -v -run Evaluation ./internal/analyse/trend

oracle: setup ## our forms and expressions held against another engine of ODK XForms (npm), our CAP messages against xmlsec1, our courses' packages against SCORM's schemas
	@tools/oracle/xforms/run
	@tools/oracle/cap/run
	@tools/oracle/scorm/run

size: build ## bytes of what a phone and a browser load
	@tools/size

clean: ## remove what was built
	rm -rf bin web/dist/* .cache

.PHONY: help setup build run test types race lint arch web-check web-test e2e webkit vuln fuzz night story crash bench trends oracle size clean
