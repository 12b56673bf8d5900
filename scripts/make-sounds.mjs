// Makes the alarm sounds of the console: short loops, different enough to be told apart from the next room.
// Run it after a change here: `node scripts/make-sounds.mjs`. The WAV files it writes are committed.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const sampleRate = 16_000
const folder = join(import.meta.dirname, '../src/renderer/assets/sounds')

/**
 * Phase of a tone whose frequency changes, so that no click is heard where it does.
 * @param {(atSeconds: number) => number} frequencyAt hertz
 * @param {(atSeconds: number) => number} levelAt 0 … 1
 * @param {number} seconds
 */
function voice(frequencyAt, levelAt, seconds) {
  const samples = new Float64Array(Math.round(seconds * sampleRate))
  let phase = 0
  for (let index = 0; index < samples.length; index++) {
    const atSeconds = index / sampleRate
    phase += (2 * Math.PI * frequencyAt(atSeconds)) / sampleRate
    // Overtones carry through a closed door and through old ears.
    const wave = Math.sin(phase) + 0.4 * Math.sin(2 * phase) + 0.25 * Math.sin(3 * phase)
    samples[index] = (wave / 1.65) * levelAt(atSeconds)
  }
  return samples
}

/**
 * 1 inside [from, to), with 8 ms of slope at both ends.
 * @param {number} from seconds
 * @param {number} to seconds
 * @returns {(atSeconds: number) => number}
 */
const gate = (from, to) => at => Math.max(0, Math.min(1, (at - from) / 0.008, (to - at) / 0.008))
/**
 * @param {((atSeconds: number) => number)[]} gates
 * @returns {(atSeconds: number) => number}
 */
const anyOf =
  (...gates) =>
  at =>
    Math.max(...gates.map(each => each(at)))

const sounds = {
  // Fast rising sweep, over and over: panic and fire.
  emergency: voice(at => 700 + 900 * ((at * 4) % 1), gate(0, 1), 1),
  // Two tones in turn: intrusion and perimeter.
  intrusion: voice(
    at => (at % 0.8 < 0.4 ? 960 : 720),
    anyOf(gate(0, 0.4), gate(0.4, 0.8), gate(0.8, 1.2), gate(1.2, 1.6)),
    1.6,
  ),
  // Three falling strokes and a pause: tamper, pictures and mains lost, arming missed.
  warning: voice(
    at => (at < 0.3 ? 1_050 : at < 0.6 ? 880 : 590),
    anyOf(gate(0, 0.24), gate(0.3, 0.54), gate(0.6, 0.95)),
    1.7,
  ),
  // Two soft strokes and a pause: what does not work.
  notice: voice(
    at => (at < 0.25 ? 660 : 880),
    at => 0.7 * Math.max(gate(0, 0.22)(at), gate(0.25, 0.5)(at)),
    2,
  ),
}

/** @param {Float64Array} samples −1 … 1 */
function wav(samples) {
  const data = Buffer.alloc(samples.length * 2)
  samples.forEach((sample, index) => data.writeInt16LE(Math.round(sample * 0.9 * 32_767), index * 2))
  const header = Buffer.alloc(44)
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(36 + data.length, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(sampleRate, 24)
  header.writeUInt32LE(sampleRate * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(data.length, 40)
  return Buffer.concat([header, data])
}

mkdirSync(folder, { recursive: true })
for (const [name, samples] of Object.entries(sounds)) {
  const file = join(folder, `${name}.wav`)
  writeFileSync(file, wav(samples))
  console.log(`${file}: ${samples.length / sampleRate} s`)
}
