package demo

import (
	"encoding/json"
	"fmt"
)

// A Person is somebody of the demo's communities, invented as all people here. Of
// children there is the given name alone. Words are those of
// internal/community/person; what is left out is "no" or "".
type Person struct {
	ID           string `json:"id"` // p01
	Name         string `json:"name"`
	Band         string `json:"band"`
	Sex          string `json:"sex"`
	Community    string `json:"community"`
	Role         string `json:"role"`
	Organisation string `json:"organisation,omitempty"`
	Disability   string `json:"disability,omitempty"`
	Keep         bool   `json:"keep,omitempty"`
}

// People gives the people of the communities: 30 young Mauritanians and Malians, 24
// of the police and of organisations, 12 children, 8 parents and 14 officers more.
func People() (all []Person, err error) {
	b, err := files.ReadFile("people.json")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(b, &all); err != nil {
		return nil, fmt.Errorf("people.json: %w", err)
	}
	return all, nil
}
