// Questions read aloud: by a recording that came with the form, else by a voice of
// the phone. Only voices that speak on the phone itself are used: the others send
// the words to their maker.

/** A text, and the recording of it where there is one. */
export interface Said {
  text: string
  recording?: string | undefined
}

class Speech {
  /** languages that a voice on this phone speaks */
  languages: string[] = $state.raw([])
  /** what is being read, so that its button can stop it */
  reading: unknown = $state.raw(null)
  private recording: HTMLAudioElement | null = null

  constructor() {
    if (typeof speechSynthesis === 'undefined') return
    const look = (): void => {
      this.languages = [...new Set(speechSynthesis.getVoices().flatMap((v) => (v.localService ? [v.lang.slice(0, 2).toLowerCase()] : [])))]
    }
    look()
    // Safari knows the event by its handler alone.
    speechSynthesis.onvoiceschanged = look
  }

  speaks(language: string): boolean {
    return this.languages.includes(language)
  }

  /** Whether anything of it can be heard. */
  hears(language: string, said: readonly Said[]): boolean {
    return said.some((s) => s.recording) || this.speaks(language)
  }

  /** Reads texts aloud on behalf of whoever asked; asked again, it stops. */
  read(who: unknown, language: string, said: readonly Said[]): void {
    const same = this.reading === who
    this.stop()
    if (same) return
    this.reading = who
    this.go(
      who,
      language,
      said.filter((s) => s.recording || (s.text && this.speaks(language))),
    )
  }

  /** What comes next: a recording, or all that the voice reads until there is one. */
  private go(who: unknown, language: string, rest: readonly Said[]): void {
    if (this.reading !== who) return
    const [first] = rest
    if (!first) {
      this.reading = null
      return
    }
    if (first.recording) this.play(first.recording, () => this.go(who, language, rest.slice(1)))
    else {
      const next = rest.findIndex((s) => s.recording)
      const run = next < 0 ? rest : rest.slice(0, next)
      this.speak(language, run, () => this.go(who, language, rest.slice(run.length)))
    }
  }

  private play(recording: string, then: () => void): void {
    // One player for all: Safari lets only the one play on that a finger has started.
    const a = (this.recording ??= new Audio())
    const done = (): void => {
      a.onended = a.onerror = null
      then()
    }
    a.onended = a.onerror = done
    a.src = recording
    void a.play().catch(() => a.onended && done())
  }

  private speak(language: string, said: readonly Said[], then: () => void): void {
    const voice = speechSynthesis.getVoices().find((v) => v.localService && v.lang.slice(0, 2).toLowerCase() === language)
    said.forEach(({ text }, i) => {
      // One utterance for each: long ones are cut off on some phones.
      const u = new SpeechSynthesisUtterance(text)
      u.lang = voice?.lang ?? language
      u.voice = voice ?? null
      u.rate = 0.9
      if (i === said.length - 1) u.onend = u.onerror = then
      speechSynthesis.speak(u)
    })
  }

  stop(): void {
    this.reading = null
    if (this.recording) this.recording.onended = this.recording.onerror = null
    this.recording?.pause()
    if (typeof speechSynthesis !== 'undefined') speechSynthesis.cancel()
  }
}

export const speech = new Speech()
