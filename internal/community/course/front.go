package course

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"wasl/internal/base/lang"
)

const frontName = "course.md"

var word = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// isWord tells whether s may be an id: short, and safe in an address.
func isWord(s string) bool { return len(s) <= maxWord && word.MatchString(s) }

// front reads course.md: lines of `key: value` between two lines of ---. It is not
// YAML: there are no lists, and a value ends with its line.
func (c *compiler) front(f File) {
	at := mark{file: f.Name}
	lines := strings.Split(strings.ReplaceAll(strings.TrimPrefix(string(f.Content), "\ufeff"), "\r\n", "\n"), "\n")
	if strings.TrimSpace(lines[0]) != "---" {
		c.fail(mark{f.Name, 1}, "course.front.none")
		return
	}
	seen := map[string]bool{}
	closed := false
	for i, line := range lines[1:] {
		at.line = i + 2
		line = strings.TrimSpace(line)
		if line == "---" {
			closed = true
			break
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, value, ok := strings.Cut(line, ":")
		key, value = strings.TrimSpace(key), unquoted(strings.TrimSpace(value))
		switch {
		case !ok:
			c.fail(at, "course.front.line", shown(line))
		case seen[key]:
			c.fail(at, "course.front.twice", shown(key))
		default:
			seen[key] = true
			c.setting(at, key, value)
		}
	}
	if !closed {
		c.fail(at, "course.front.open")
	}
	c.needed(f.Name)
}

func unquoted(s string) string {
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}

func (c *compiler) setting(at mark, key, value string) {
	base, rest, _ := strings.Cut(key, ".")
	switch base {
	case "title", "summary":
		c.worded(at, base, rest, value)
	case "topic":
		c.topicName(at, rest, value)
	case "id":
		if !isWord(value) {
			c.fail(at, "course.id.wrong", strconv.Itoa(maxWord))
		}
		c.course.ID = value
	case "version":
		c.course.Version = c.number(at, key, value, 1, 100_000)
	case "hours":
		c.course.Hours = c.number(at, key, value, 0, 1_000)
	case "refresh":
		c.course.Refresh = c.number(at, key, value, 0, 120)
	case "pass":
		c.course.Pass = c.number(at, key, value, 1, 100)
	case "audience":
		c.course.Audience = cut(value, maxTitle)
	case "reviewed":
		c.course.Reviewed = cut(value, maxTitle)
	case "sources":
		c.course.Sources = cut(value, maxSummary)
	case "review":
		c.course.Review = Review(value)
		if !slices.Contains([]Review{ByDoctor, ByLawyer, ByNobody}, c.course.Review) {
			c.fail(at, "course.review.wrong", shown(value))
		}
	case "open":
		c.course.Open = c.yes(at, "course.open.wrong", value)
	case "tablet":
		c.course.Tablet = c.yes(at, "course.tablet.wrong", value)
	default:
		c.warn(at, "course.front.unknown", shown(key))
	}
}

func (c *compiler) yes(at mark, problem, value string) bool {
	if value != "yes" && value != "no" {
		c.fail(at, problem, shown(value))
	}
	return value == "yes"
}

func (c *compiler) number(at mark, key, value string, least, most int) int {
	n, err := strconv.Atoi(value)
	if err != nil || n < least || n > most {
		c.fail(at, "course.front.number", key, strconv.Itoa(least), strconv.Itoa(most))
	}
	return n
}

func (c *compiler) worded(at mark, base, tag, value string) {
	l, ok := language(tag)
	switch {
	case !ok:
		c.fail(at, "course.language.wrong", base+"."+shown(tag))
	case base == "title" && (value == "" || len(value) > maxTitle):
		c.fail(at, "course.title.wrong", strconv.Itoa(maxTitle))
	case base == "title":
		c.course.Title[l] = value
	default:
		c.course.Summary[l] = cut(value, maxSummary)
	}
}

// topicName reads topic.bleeding.fr: how a topic of questions is called.
func (c *compiler) topicName(at mark, rest, value string) {
	topic, tag, _ := strings.Cut(rest, ".")
	l, ok := language(tag)
	if !isWord(topic) || !ok {
		c.fail(at, "course.topic.wrong", shown(rest))
		return
	}
	if c.course.Topics[topic] == nil {
		c.course.Topics[topic] = lang.Text{}
	}
	c.course.Topics[topic][l] = cut(value, maxTitle)
}

var tag = regexp.MustCompile(`^[a-z]{2,3}$`)

// language reads a tag: the three of the node, or another one such as ff or wo.
func language(s string) (lang.Language, bool) { return lang.Language(s), tag.MatchString(s) }

// needed tells what course.md lacks.
func (c *compiler) needed(name string) {
	at := mark{file: name}
	if c.course.ID == "" {
		c.fail(at, "course.front.missing", "id")
	}
	if c.course.Version == 0 {
		c.fail(at, "course.front.missing", "version")
	}
	if c.course.Review == "" {
		c.fail(at, "course.front.missing", "review")
	}
	if len(c.course.Title) == 0 {
		c.fail(at, "course.front.missing", "title.fr")
	}
	for _, l := range lang.All() { // the node's own languages first, in their order
		if c.course.Title[l] != "" {
			c.course.Languages = append(c.course.Languages, l)
		}
	}
	var others []lang.Language
	for l := range c.course.Title {
		if !slices.Contains(c.course.Languages, l) {
			others = append(others, l)
		}
	}
	slices.Sort(others)
	c.course.Languages = append(c.course.Languages, others...)
	if c.course.Review != ByNobody && c.course.Review != "" && c.course.Reviewed == "" {
		c.warn(at, "course.review.waits", string(c.course.Review))
	}
}

// cut shortens s to n bytes at a whole letter.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}
