package main

import (
	"bytes"
	"os"
	"testing"
)

func TestCommittedUnitsAreCurrent(t *testing.T) {
	want, err := build()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../../demo/units.csv")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("demo/units.csv is not what its description makes: go run ./tools/gen/units")
	}
}
