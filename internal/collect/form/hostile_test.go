package form

import (
	"fmt"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// sheets is a workbook of sheets that are written with | between their cells.
func sheets(all map[string]string) *Workbook {
	w := &Workbook{Name: "f", Sheets: map[string]*Sheet{}}
	for name, text := range all {
		s := &Sheet{Name: name}
		for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
			if err := s.add(i+1, strings.Split(line, "|")); err != nil {
				panic(err)
			}
		}
		w.Sheets[name] = s
	}
	return w
}

func lines(n int, line func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(line(i) + "\n")
	}
	return b.String()
}

// What compiling took: processor time, and bytes allocated in all.
type spent struct {
	time  time.Duration
	bytes uint64
}

// compiled compiles a form, and writes its XForm where it is right.
func compiled(t *testing.T, w *Workbook) (problems []Problem, took spent) {
	t.Helper()
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := busy(t)
	f, problems := Compile(w)
	if !HasErrors(problems) {
		if _, err := f.XForm(); err != nil {
			t.Fatal(err)
		}
	}
	took.time = busy(t) - start
	runtime.ReadMemStats(&after)
	took.bytes = after.TotalAlloc - before.TotalAlloc
	return problems, took
}

// A form that wants to stop a node is compiled, or refused, at no more than some
// times what an ordinary form of 20,000 questions costs.
func TestHostileForms(t *testing.T) {
	_, ordinary := compiled(t, sheets(map[string]string{"survey": "type|name|label\n" + lines(20_000, func(i int) string { return fmt.Sprintf("text|q%d|Q", i) })}))
	for _, tt := range []struct {
		name, survey, choices, want string
	}{
		{"20,000 unknown types", "type|name|label\n" + lines(20_000, func(i int) string { return fmt.Sprintf("txt%d|q%d|Q", i, i) }), "", "form.type.unknown"},
		{"20,000 questions of one name", "type|name|label\n" + lines(20_000, func(int) string { return "text|q|Q" }), "", "form.name.twice"},
		{"20,000 references to nothing", "type|name|label|relevant\n" + lines(20_000, func(i int) string { return fmt.Sprintf("text|q%d|Q|${x%d}=1", i, i) }), "", "form.expr.unknown"},
		{"a chain of 20,000 calculations", "type|name|label|calculation\ntext|q0|Q|\n" + lines(20_000, func(i int) string { return fmt.Sprintf("calculate|q%d||${q%d}+1", i+1, i) }), "", ""},
		{"a circle of 20,000 calculations", "type|name|label|calculation\ntext|x|Q|\n" + lines(20_000, func(i int) string { return fmt.Sprintf("calculate|q%d||${q%d}+1", i, (i+1)%20_000) }), "", "form.cycle"},
		{"each of 1,000 hangs on all before", "type|name|label|relevant\n" + lines(1_000, func(i int) string {
			refs := []string{"true()"}
			for j := max(0, i-60); j < i; j++ {
				refs = append(refs, fmt.Sprintf("${q%d}", j))
			}
			return fmt.Sprintf("text|q%d|Q|%s", i, strings.Join(refs, " or "))
		}), "", ""},
		{"groups in groups", "type|name|label\n" + lines(5_000, func(i int) string { return fmt.Sprintf("begin group|g%d|G", i) }), "", "form.group.deep"},
		{"groups that end where none began", "type|name|label\ntext|a|A\n" + lines(5_000, func(int) string { return "end group||" }), "", "form.group.unopened"},
		{"loops over lists", "type|name|label\n" + lines(100, func(i int) string { return fmt.Sprintf("begin loop over l|p%d|P\ntext|t%d|T\nend loop||", i, i) }), "list_name|name|label\n" + lines(20_000, func(i int) string { return fmt.Sprintf("l|c%d|C", i) }), "form.loop"},
		{"loops in loops", "type|name|label\n" + lines(6, func(i int) string { return fmt.Sprintf("begin loop over l|p%d|P", i) }) + "text|t|T\n" + strings.Repeat("end loop||\n", 6), "list_name|name|label\n" + lines(50, func(i int) string { return fmt.Sprintf("l|c%d|C", i) }), "form.loop.nested"},
		{"a list of 40,000 choices", "type|name|label\nselect_one l|a|A", "list_name|name|label\n" + lines(40_000, func(i int) string { return fmt.Sprintf("l|c%d|C", i) }), ""},
		{"40,000 choices of one name", "type|name|label\nselect_one l|a|A", "list_name|name|label\n" + lines(40_000, func(int) string { return "l|c|C" }), "form.choice.twice"},
		{"40,000 lists", "type|name|label\nselect_one l1|a|A", "list_name|name|label\n" + lines(40_000, func(i int) string { return fmt.Sprintf("l%d|c|C", i) }), ""},
		{"a label of 30,000 references", "type|name|label\ntext|a|" + strings.Repeat("${a}", 8_000), "", ""},
		{"an expression of brackets", "type|name|label|relevant\ntext|a|A|" + strings.Repeat("(", 30_000), "", "form.expr"},
		{"a pattern that hangs", "type|name|label|constraint\ntext|a|A|regex(., '(((a+)+)+)+$')", "", ""},
		{"a name of 30,000 letters", "type|name|label\ntext|" + strings.Repeat("a", 30_000) + "|A", "", "form.name"},
		{"every language", "type|name|" + lines1(400, func(i int) string { return fmt.Sprintf("label::l%d", i) }) + "\ntext|a|A", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			book := map[string]string{"survey": tt.survey}
			if tt.choices != "" {
				book["choices"] = tt.choices
			}
			problems, took := compiled(t, sheets(book))
			found := tt.want == "" && !HasErrors(problems)
			for _, p := range problems {
				if tt.want != "" && p.Severity == "error" && strings.HasPrefix(p.Key, tt.want) {
					found = true
				}
			}
			if !found {
				t.Errorf("want %q; of %d problems the first are %v", tt.want, len(problems), problems[:min(3, len(problems))])
			}
			if took.time > 20*ordinary.time || took.bytes > 4*ordinary.bytes {
				t.Errorf("it took %v and %d MiB; an ordinary form %v and %d MiB", took.time, took.bytes>>20, ordinary.time, ordinary.bytes>>20)
			}
			t.Logf("%v, %d problems, %d MiB allocated", took.time.Round(time.Millisecond), len(problems), took.bytes>>20)
		})
	}
}

// lines1 is a row of cells.
func lines1(n int, cell func(i int) string) string {
	return strings.TrimSuffix(strings.ReplaceAll(lines(n, cell), "\n", "|"), "|")
}

// busy is the processor time of this program: other programs on the machine do not
// count.
func busy(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
