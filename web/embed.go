// Package web holds the built apps: the reporter's, the roll's and the console's. A binary
// built before them says so on its pages and serves the API all the same.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Wilayas are the outlines of the country's regions, as GeoJSON in degrees.
//
//go:embed basemap/dist/wilayas.json
var Wilayas []byte

// App gives the files of one built app, "reporter", "roll" or "console", or of "scorm", the
// player that goes into packages of courses.
func App(name string) (fs.FS, error) { return fs.Sub(dist, "dist/"+name) }
