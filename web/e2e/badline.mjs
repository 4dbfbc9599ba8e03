// A line of our own between the phone and the node: slow, late, losing, cut.
import { createServer, connect } from 'node:net'

/** Milliseconds that TCP waits before it sends a lost packet again. */
const resend = 400
const packet = 1400
/** Milliseconds of the line that its buffer holds. */
const ahead = 300

/** Starts a line to a port. Its settings may be changed while it runs. */
export async function badLine(port) {
  const line = {
    /** bytes a second, both ways together; 0 is no limit */
    rate: 0,
    /** milliseconds one way */
    delay: 0,
    /** share of packets that are lost and come again later */
    loss: 0,
    /** bytes after which the connection breaks; 0 is never */
    cutAfter: 0,
    /** nobody answers */
    down: false,
    cuts: 0,
    bytes: 0,
  }
  // Always the same losses: a test that fails fails again.
  let seed = 12345
  const chance = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff
  const sockets = new Set()
  let free = 0 // when the line has sent what it has

  const sleep = (ms) => new Promise((r) => setTimeout(r, ms))
  async function carry(from, to, cut) {
    let last = 0
    try {
      for await (const chunk of from) {
        for (let at = 0; at < chunk.length; at += packet) {
          const piece = chunk.subarray(at, at + packet)
          const now = Date.now()
          free = Math.max(free, now) + (line.rate ? (piece.length * 1000) / line.rate : 0)
          // In order, as TCP hands it on: what comes after a lost packet waits for it.
          last = Math.max(last, free + line.delay + (line.loss && chance() < line.loss ? resend : 0))
          line.bytes += piece.length
          if (line.down || cut(piece.length)) return
          if (last - now < 1) to.write(piece)
          else setTimeout(() => to.write(piece), last - now)
          if (free - now > ahead) await sleep(free - now)
        }
      }
      setTimeout(() => to.end(), Math.max(0, last - Date.now()))
    } catch {
      to.destroy()
    }
  }
  const server = createServer((phone) => {
    if (line.down) return phone.destroy()
    const node = connect(port, '127.0.0.1')
    let passed = 0
    const cut = (n) => {
      passed += n
      if (!line.cutAfter || passed < line.cutAfter) return false
      line.cuts++
      phone.destroy()
      node.destroy()
      return true
    }
    for (const s of [phone, node]) {
      sockets.add(s)
      s.on('error', () => s.destroy()).on('close', () => sockets.delete(s))
    }
    void carry(phone, node, cut)
    void carry(node, phone, () => line.down)
  })
  await new Promise((r) => server.listen(0, '127.0.0.1', r))
  line.port = server.address().port
  line.stop = () => {
    for (const s of sockets) s.destroy()
    return new Promise((r) => server.close(r))
  }
  return line
}
