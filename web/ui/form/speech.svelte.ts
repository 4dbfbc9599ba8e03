// Questions read aloud: by a recording that came with the form, else by a voice of
// the phone. Only voices that speak on the phone itself are used: the others send
// the words to their maker.

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

  /** Reads texts aloud on behalf of whoever asked; asked again, it stops. */
  read(who: unknown, language: string, texts: readonly string[], recording?: string): void {
    const same = this.reading === who
    this.stop()
    if (same) return
    this.reading = who
    const done = (): void => {
      if (this.reading === who) this.reading = null
    }
    if (recording) {
      this.recording = new Audio(recording)
      this.recording.onended = this.recording.onerror = done
      void this.recording.play().catch(done)
      return
    }
    const voice = speechSynthesis.getVoices().find((v) => v.localService && v.lang.slice(0, 2).toLowerCase() === language)
    const said = texts.filter(Boolean)
    said.forEach((text, i) => {
      // One utterance for each: long ones are cut off on some phones.
      const u = new SpeechSynthesisUtterance(text)
      u.lang = voice?.lang ?? language
      u.voice = voice ?? null
      u.rate = 0.9
      if (i === said.length - 1) u.onend = u.onerror = done
      speechSynthesis.speak(u)
    })
    if (!said.length) done()
  }

  stop(): void {
    this.reading = null
    this.recording?.pause()
    this.recording = null
    if (typeof speechSynthesis !== 'undefined') speechSynthesis.cancel()
  }
}

export const speech = new Speech()
