package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"wasl/internal/base/record"
)

// openRosa posts reports as ODK Collect does, at 1, 8 and 32 clients, without
// and with a picture, and counts those that were answered with 201.
func openRosa(ctx context.Context, opt options) error {
	fmt.Fprintln(opt.out, "| report | clients | acknowledged a second | median | 99 % | server's processor time a report |")
	fmt.Fprintln(opt.out, "|---|---|---|---|---|---|")
	clientCounts, images := []int{1, 8, 32}, []int{0, 100_000}
	if opt.clients > 0 {
		clientCounts = []int{opt.clients}
	}
	if opt.image >= 0 {
		images = []int{opt.image}
	}
	for _, image := range images {
		for _, clients := range clientCounts {
			if err := burst(ctx, opt, clients, image); err != nil {
				return err
			}
		}
	}
	return nil
}

// burst is one line of the table.
func burst(ctx context.Context, opt options, clients, image int) (err error) {
	s, err := serve(ctx, opt)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	before, err := s.used()
	if err != nil {
		return err
	}
	begun := time.Now()
	var took []time.Duration
	err = opt.profiled(func() (err error) {
		took, err = posts(ctx, opt, s, clients, image)
		return err
	})
	if err != nil {
		return err
	}
	elapsed := time.Since(begun)
	after, err := s.used()
	if err != nil {
		return err
	}
	what := "1.5 KB"
	if image > 0 {
		what = fmt.Sprintf("1.5 KB and a picture of %d KB", image/1000)
	}
	fmt.Fprintf(opt.out, "| %s | %d | %.0f | %.1f ms | %.1f ms | %.2f ms |\n", what, clients, float64(len(took))/elapsed.Seconds(),
		ms(at(took, 0.5)), ms(at(took, 0.99)), ms(after-before)/float64(len(took)))
	return nil
}

// posts sends from all clients until the time is over, and gives how long each
// post took, sorted.
func posts(ctx context.Context, opt options, s *server, clients, image int) ([]time.Duration, error) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients, DisableCompression: true}}
	until := time.Now().Add(time.Duration(opt.seconds) * time.Second)
	all := make([][]time.Duration, clients)
	errs := make([]error, clients)
	var wg sync.WaitGroup
	for c := range clients {
		wg.Go(func() {
			r := mathrand.New(mathrand.NewPCG(opt.seed, uint64(c)))
			picture := make([]byte, image)
			_, _ = rand.Read(picture) // never fails
			for time.Now().Before(until) && errs[c] == nil {
				if image > 0 {
					_, _ = rand.Read(picture[:64]) // no two are alike
				}
				body, kind := submission(r, picture)
				begun := time.Now()
				errs[c] = post(ctx, client, s.url["openrosa"]+"/submission?deviceID=collect%3Abench", body, kind)
				all[c] = append(all[c], time.Since(begun))
			}
		})
	}
	wg.Wait()
	took := slices.Concat(all...)
	slices.Sort(took)
	return took, errors.Join(errs...)
}

// post sends one submission, and fails unless it is acknowledged.
func post(ctx context.Context, client *http.Client, url string, body []byte, kind string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", kind)
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusCreated {
		err = fmt.Errorf("%s: %s", res.Status, b)
	}
	return err
}

var sentences = strings.Fields(`قافلة سيارات مسلحون قرب البئر ليلا رأيت ثلاثة دراجات نارية قادمة من الحدود لم يتوقفوا عند النقطة
	deux véhicules sans plaque ont traversé vers le nord au coucher du soleil les éleveurs disent que le puits est fermé depuis mardi
	un groupe de jeunes est parti hier avec un passeur personne ne connaît la route on a entendu des tirs pendant une heure`)

// words are n words made up of those that reports are written with.
func words(r *mathrand.Rand, n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = sentences[r.IntN(len(sentences))]
	}
	return strings.Join(out, " ")
}

// incident is the XML of a security incident, of about 1.5 KB.
func incident(r *mathrand.Rand) string {
	id := record.NewID(rand.Reader)
	return fmt.Sprintf(`<?xml version='1.0' ?><data id="security-incident" version="1" xmlns:orx="http://openrosa.org/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa"><kind>%s</kind><urgency>%s</urgency><when>2026-11-%02dT%02d:%02d:00.000+00:00</when><where_place>MR%02d%d</where_place><where_detail>%s</where_detail><gps>%.5f %.5f 0 12</gps><people_dead>%d</people_dead><people_injured>%d</people_injured><summary>%s</summary><details>%s</details><source_kind>seen</source_kind><orx:meta><orx:instanceID>uuid:%s</orx:instanceID></orx:meta></data>`,
		[]string{"attack", "armed_presence", "kidnapping", "explosion"}[r.IntN(4)], []string{"now", "soon", "info"}[r.IntN(3)],
		1+r.IntN(24), r.IntN(24), r.IntN(60), 1+r.IntN(15), 1+r.IntN(3), words(r, 4), 15+r.Float64()*8, -15+r.Float64()*10, r.IntN(5), r.IntN(9),
		words(r, 12), words(r, 70), id)
}

// submission is a post as Collect makes it: the answers, and a picture where
// there is one.
func submission(r *mathrand.Rand, picture []byte) (body []byte, kind string) {
	const boundary = "----collect-bench-boundary"
	xml := incident(r)
	name := fmt.Sprintf("17%011d.jpg", r.Int64N(100_000_000_000))
	if len(picture) > 0 {
		xml = strings.Replace(xml, "<source_kind>", "<photo>"+name+"</photo><source_kind>", 1)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "--%s\r\nContent-Disposition: form-data; name=\"xml_submission_file\"; filename=\"i.xml\"\r\nContent-Type: text/xml\r\n\r\n%s\r\n", boundary, xml)
	if len(picture) > 0 {
		fmt.Fprintf(&b, "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: image/jpeg\r\n\r\n", boundary, name, name)
		b.Write(picture)
		b.WriteString("\r\n")
	}
	fmt.Fprintf(&b, "--%s--\r\n", boundary)
	return b.Bytes(), "multipart/form-data; boundary=" + boundary
}
