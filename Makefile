# wasl: `make help` lists what there is. `make run` and `make test` do their own set-up.
SHELL := bash
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
export CGO_ENABLED := 0
export GOFLAGS := -buildvcs=false

CACHE := $(CURDIR)/.cache
BIN := $(CACHE)/bin
FUZZTIME ?= 30s
DATA ?= demo-data
LISTEN ?= 127.0.0.1:8400
WEB := $(shell git ls-files web | grep -v '^web/dist' 2>/dev/null)
GO_SOURCE := $(shell git ls-files '*.go' '*.cedar' '*.csv' '*.json' '*.xlsx' go.mod 2>/dev/null)

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: web/node_modules/.stamp ## install what the build needs

web/node_modules/.stamp: web/package-lock.json
	@if [ -f web/package-lock.json ]; then echo "setup: npm ci in web/"; cd web && npm ci --no-audit --no-fund --loglevel=error && touch node_modules/.stamp; fi

build: web bin/wasl ## web apps, then one static binary

web: web/dist/.built ## build the web apps

web/dist/.built: $(WEB) | setup
	@echo "build: web apps"
	cd web && npm run --silent build
	touch dist/.built

bin/wasl: $(GO_SOURCE) web/dist/.built
	@echo "build: bin/wasl"
	go build -trimpath -ldflags=-s -o bin/wasl ./cmd/wasl

run: build ## a demo node with data, in this terminal
	bin/wasl demo --data $(DATA) --listen $(LISTEN)

test: ## all that a change must pass
	@tools/test

race: ## the Go tests under the race detector
	CGO_ENABLED=1 go test -race -shuffle=on ./...

lint: ## gofmt and vet
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); exit 1; }
	go vet ./...

arch: ## imports point to earlier stages only
	go test -count=1 -run Arch ./internal/node

fuzz: ## each fuzz target for FUZZTIME
	@tools/fuzz $(FUZZTIME)

bench: ## benchmarks; figures stand in docs/performance.md
	go test -run '^$$' -bench . -benchmem ./...

size: bin/wasl ## bytes of what a phone and a browser load
	@tools/size

clean: ## remove what was built
	rm -rf bin web/dist/* .cache

.PHONY: help setup build web run test race lint arch fuzz bench size clean
