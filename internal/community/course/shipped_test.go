package course

import "testing"

// TestShipped holds every course that comes with the program to the format, without
// an error and without a warning but for the reviews that people have yet to make.
func TestShipped(t *testing.T) {
	courses, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for name, files := range courses {
		t.Run(name, func(t *testing.T) {
			c := Compile(files)
			for _, p := range c.Problems {
				if p.Key != "course.review.waits" {
					t.Error(p)
				}
			}
			if c.ID != name {
				t.Errorf("the folder %s holds the course %q: give both the same name", name, c.ID)
			}
			for _, l := range c.Languages {
				if len(c.Languages) < 3 && !HasErrors(c.Problems) {
					t.Errorf("written in %v: Arabic, French and English are needed", c.Languages)
				}
				if c.Title[l] == "" || c.Summary[l] == "" {
					t.Errorf("no title or summary in %s", l)
				}
			}
		})
	}
}
