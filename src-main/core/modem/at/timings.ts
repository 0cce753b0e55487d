/** How long the session waits, in milliseconds. Tests shorten them; the program uses the defaults. */
export interface AtTimings {
  /** Ordinary commands. */
  readonly commandMs: number
  /** Each `AT` while the modem is brought into step. */
  readonly syncMs: number
  /** From `AT+CMGS` to the prompt. Nothing has been sent yet when it runs out. */
  readonly promptMs: number
  /** From Ctrl-Z to the final answer: "determined by network" (EC25 p. 142). */
  readonly answerMs: number
  /** Silence after Ctrl-Z before `AT` asks whether the modem is still busy with the message. */
  readonly probeMs: number
  /** From the first half of an answer to the second: `+CMGS` to `OK`, or `OK` without its `+CMGS`. */
  readonly graceMs: number
  /** From the last PDU byte written to its having left the computer. */
  readonly drainMs: number
}

export const defaultAtTimings: AtTimings = {
  commandMs: 5_000,
  syncMs: 300,
  promptMs: 5_000,
  answerMs: 120_000,
  probeMs: 10_000,
  graceMs: 1_000,
  drainMs: 5_000
}
