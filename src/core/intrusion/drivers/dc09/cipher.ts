import { createCipheriv, createDecipheriv, randomInt } from 'node:crypto'
import { bodyText, buildFrame, parseBody, type Dc09Frame, type FrameParts } from './frame.ts'

/** The key of an account: 16, 24 or 32 bytes for AES-128, 192 or 256. */
export type Dc09Key = Uint8Array

const blockBytes = 16
/** The standard's start of the chain; what keeps two equal messages apart is the random padding before them. */
const startOfChain = Buffer.alloc(blockBytes)
const keyBytes: ReadonlySet<number> = new Set([16, 24, 32])

/**
 * Reads a key as people type it: 32, 48 or 64 hex digits, else 16, 24 or 32 characters. `text:` before it forces the
 * characters, for a key of 32 characters that are all hex digits.
 * @returns null when it is no key
 */
export function keyFromText(text: string): Dc09Key | null {
  const forced = /^text:(.+)$/s.exec(text)?.[1]
  const isHex = forced === undefined && /^(?:[0-9a-f]{32}|[0-9a-f]{48}|[0-9a-f]{64})$/i.test(text)
  const key = isHex ? Buffer.from(text, 'hex') : Buffer.from(forced ?? text, 'utf8')
  return keyBytes.has(key.length) ? key : null
}

/**
 * Builds an encrypted message (SIA DC-09 §5.4): AES-CBC over `padding|data][x-data]_time`, as hex after the bracket.
 * @param parts the time stamp is required by the standard
 * @throws RangeError when the text is longer than 4095 characters
 */
export function buildEncrypted(parts: FrameParts & { timestampMs: number }, key: Dc09Key): Uint8Array {
  const text = Buffer.from(`|${bodyText(parts)}`, 'latin1')
  const padded = Buffer.concat([padding(blockBytes - (text.length % blockBytes)), text])
  const cipher = createCipheriv(algorithm(key), key, startOfChain).setAutoPadding(false)
  const hex = Buffer.concat([cipher.update(padded), cipher.final()])
    .toString('hex')
    .toUpperCase()
  return buildFrame({ ...parts, encrypted: true, data: hex, extended: [], timestampMs: null })
}

/** An encrypted message in the clear; its time stamp is always there. */
export interface Opened {
  readonly frame: Dc09Frame & { readonly timestampMs: number }
  readonly text: string
}

/**
 * Opens an encrypted message.
 * @returns the frame with data, x-data and time stamp as they were before encryption, and that text; null when the key
 * is not the one it was made with, or the message was tampered with
 */
export function openEncrypted(frame: Dc09Frame, key: Dc09Key): Opened | null {
  // Some panels put the closing bracket after the hex digits as well.
  const hex = frame.data.replace(/\]$/, '')
  if (hex.length === 0 || hex.length % (2 * blockBytes) !== 0 || !/^[0-9A-F]+$/i.test(hex)) return null
  const decipher = createDecipheriv(algorithm(key), key, startOfChain).setAutoPadding(false)
  const plain = Buffer.concat([decipher.update(hex, 'hex'), decipher.final()]).toString('latin1')
  const bar = plain.indexOf('|')
  const text = plain.slice(bar + 1)
  const body = bar < 0 ? null : parseBody(text)
  // A wrong key gives noise, which is of this form in less than one of 2^64 cases.
  if (body === null || body.timestampMs === null) return null
  return { frame: { ...frame, ...body, timestampMs: body.timestampMs }, text }
}

function algorithm(key: Dc09Key): string {
  return `aes-${key.length * 8}-cbc`
}

/** 1 to 16 random letters and digits: never a bar or bracket, which would end the padding. */
function padding(count: number): Buffer {
  const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  return Buffer.from(Array.from({ length: count }, () => letters[randomInt(letters.length)]!).join(''))
}
