/**
 * Why a device did not do what it was asked.
 * - `unauthorised`: user or password refused (or the account is locked); trying again only makes it worse
 * - `unreachable`: no answer, no connection, a time-out, or an answer that is not SOAP
 * - `not-supported`: the device has no such service or action
 * - `fault`: the device refused for a reason of its own
 */
export type OnvifErrorKind = 'unauthorised' | 'unreachable' | 'not-supported' | 'fault'

export class OnvifError extends Error {
  readonly kind: OnvifErrorKind
  /** Subcodes of the SOAP fault by local name, outermost first: `['InvalidArgVal', 'NoProfile']`. */
  readonly subcodes: readonly string[]

  constructor(
    kind: OnvifErrorKind,
    message: string,
    options: { subcodes?: readonly string[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'OnvifError'
    this.kind = kind
    this.subcodes = options.subcodes ?? []
  }
}
