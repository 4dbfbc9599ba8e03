// Package receipt makes and reads the numbers by which people come back to what they
// said: twelve digits that look like a telephone number, the last of which finds
// slips of the finger. A receipt is a permission: whoever has it reads the answer.
package receipt

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"wasl/internal/base/fault"
	"wasl/internal/base/record"
)

// Size is the digits of a receipt: eleven drawn from the record's id and one to
// check them.
const Size = 12

// Of derives the receipt of a record. The same record always gets the same one, so
// that nothing need be remembered to repeat it; try counts up past receipts already
// taken.
func Of(key []byte, id record.ID, try uint32) string {
	mac := hmac.New(sha256.New, key)
	mac.Write(id[:])
	mac.Write(binary.BigEndian.AppendUint32(nil, try))
	n := binary.BigEndian.Uint64(mac.Sum(nil)) % 100_000_000_000
	digits := make([]byte, Size-1, Size)
	for i := len(digits) - 1; i >= 0; i-- {
		digits[i] = byte('0' + n%10)
		n /= 10
	}
	return string(append(digits, '0'+damm(digits)))
}

// quasigroup is Damm's table of order 10: it finds every single wrong digit and
// every swap of two neighbours.
var quasigroup = [10][10]byte{
	{0, 3, 1, 7, 5, 9, 8, 6, 4, 2},
	{7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
	{4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
	{1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
	{6, 1, 2, 3, 0, 4, 5, 9, 7, 8},
	{3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
	{5, 8, 6, 9, 7, 2, 0, 1, 3, 4},
	{8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
	{9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
	{2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
}

func damm(digits []byte) (check byte) {
	for _, d := range digits {
		check = quasigroup[check][d-'0']
	}
	return check
}

// Parse reads a receipt as people type it: with spaces, dashes or dots, in Western or
// Arabic digits. It faults with Invalid where a digit is wrong.
func Parse(s string) (string, error) {
	var digits []byte
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits = append(digits, byte(r))
		case r >= '٠' && r <= '٩':
			digits = append(digits, byte('0'+r-'٠'))
		case r >= '۰' && r <= '۹':
			digits = append(digits, byte('0'+r-'۰'))
		case slices.Contains([]rune{' ', '-', '.', '\u00a0', '\u202f', '\u200e', '\u200f'}, r):
		default:
			return "", errWrong
		}
	}
	if len(digits) != Size || damm(digits) != 0 {
		return "", errWrong
	}
	return string(digits), nil
}

var errWrong = &fault.Error{
	Kind: fault.Invalid, Op: "receipt.Parse", Key: "report.receipt.wrong",
	Msg: "this is not a receipt number", Hint: "check the twelve digits: one of them is wrong or missing",
}
