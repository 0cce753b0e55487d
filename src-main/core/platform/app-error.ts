/** What a refusal's sentence needs; never a name, a number or a message text. */
export type ErrorParameters = Readonly<Record<string, string | number>>

/**
 * An expected refusal. Its sentence lives in the locales under `errors.<code>`; only the dispatcher turns it into a
 * reply. Anything else that is thrown is a bug.
 */
export class AppError extends Error {
  override readonly name = 'AppError'

  constructor(
    readonly code: string,
    readonly parameters: ErrorParameters = {},
    options?: ErrorOptions
  ) {
    super(code, options)
  }
}
