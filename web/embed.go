// Package web holds the built apps: the reporter's and the console's. A binary
// built before them says so on its pages and serves the API all the same.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// App gives the files of one built app, "reporter" or "console".
func App(name string) (fs.FS, error) { return fs.Sub(dist, "dist/"+name) }
