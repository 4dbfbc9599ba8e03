// Package name compares the names of people as they are written here: in Latin
// or Arabic letters, the French or the English way, with ould and mint or
// without, Mohamed, Mouhamed or محمد. It parses a name into tokens with roles,
// gives keys by which candidates are found, says how alike two names are and
// why, and finds names, number plates and telephone numbers in running text.
//
// A likeness is a reason to look, never an identity: who a person is, a person
// decides.
package name

import "strings"

// Limits of a name. The longest real ones, on lists of sanctions, have 120
// bytes and 12 words; what comes after is left out, so that work is bounded.
const (
	MaxBytes  = 256
	MaxTokens = 12
	maxWords  = 24
)

// A Role is what a token is in a name.
type Role uint8

// The roles.
const (
	Given     Role = iota // a name proper: a person's, the father's, a tribe's
	Family                // a family name known as such: Diallo, Sy, Traoré
	Kunya                 // father or mother of: Abou Yahya
	Honorific             // Sidi, Cheikh, Moulaye: borne as a name or before one, left out as easily
	Initial               // a letter
	Title                 // Dr, Colonel: says nothing of who it is
)

// A Sex is what a name tells of its bearer.
type Sex uint8

// What a name can tell.
const (
	Unknown Sex = iota
	Male
	Female
)

// A Token is one part of a name: a forename, a family name, or what is written in
// several words and is one, such as Abd al-Rahman.
type Token struct {
	Text string // as written, with what clings to it: article, Abd, Abou
	Role Role
	// Part counts generations: 0 is the person, 1 what follows the first ould,
	// mint, ben or ag, 2 what follows the second.
	Part int
	// Alias is true for what follows dit or الملقب.
	Alias bool

	start   int // byte in the text
	sounds  sounds
	script  script
	article bool // was written apart, or with a hyphen, or is Arabic
	known   [maxKnown]known
	bits    float32
}

// A Name is a parsed name.
type Name struct {
	tokens []Token
	// link is the sex that the first ould or mint tells, linked whether there is one.
	link   Sex
	linked bool
}

// Tokens gives the tokens of n in their order, the family name of "Diallo, Awa"
// last. They are not to be changed.
func (n Name) Tokens() []Token { return n.tokens }

// Sex says what n tells of its bearer's: by ould or mint, else by the forename.
func (n Name) Sex() Sex {
	if n.link != Unknown {
		return n.link
	}
	for i := range n.tokens {
		if t := &n.tokens[i]; t.Part == 0 && t.Role == Given {
			return t.sex()
		}
	}
	return Unknown
}

// String gives the name as its tokens were written, without particles.
func (n Name) String() string {
	var b strings.Builder
	for i, t := range n.tokens {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.Text)
	}
	return b.String()
}

// Bits says how rare the name is: a name of b bits is borne by about one in 2^b
// people, as far as its tokens are independent.
func (n Name) Bits() float64 {
	var sum float32
	for i := range n.tokens {
		if t := &n.tokens[i]; t.compared() && !t.Alias {
			sum += t.bits
		}
	}
	return float64(sum)
}

// compared says whether t tells one person from another.
func (t *Token) compared() bool { return t.Role != Title }

func (t *Token) sex() Sex {
	var sex Sex
	for _, k := range t.known {
		e := k.entry()
		if e == nil || e.sex == Unknown {
			continue
		}
		if sex != Unknown && sex != e.sex {
			return Unknown
		}
		sex = e.sex
	}
	return sex
}
