import { z } from 'zod'
import type { EventSpec, MethodSpec } from './method'
import { Line } from './values'

/** Methods whose name begins so are answered by the shell itself and never reach the core. */
export const SHELL_METHOD_PREFIX = 'shell.'

/** A page of the program as a window opens it: `/patients/12?tab=consents`. Never an address with a scheme or a host. */
export const Route = z
  .string()
  .max(300)
  .regex(/^\/(?!\/)[\w\-./?=&%]*$/)
export type Route = z.infer<typeof Route>

export const ShellInfo = z.strictObject({
  version: z.string(),
  isPackaged: z.boolean(),
  /** A package made with an Electron that is for development only; pages say so. */
  isDevelopmentPackage: z.boolean(),
  platform: z.enum(['linux', 'win32', 'darwin', 'other']),
  /** The core's process, for support; null while there is none. */
  corePid: z.int().nullable(),
  /** The window that asks; the same after its page was loaded again. */
  window: z.int()
})
export type ShellInfo = z.infer<typeof ShellInfo>

export const ShellSettings = z.strictObject({
  /** Whether the program goes on in the tray (reminders, modem) after its last window is closed. */
  keepsInTray: z.boolean()
})
export type ShellSettings = z.infer<typeof ShellSettings>

/** A choice of one person on this PC, such as the theme or a remapped key. Never anything about a patient. */
export const PreferenceName = z.string().regex(/^[a-z][\w.-]{0,59}$/i)
export const Preferences = z.record(PreferenceName, z.json())
export type Preferences = z.infer<typeof Preferences>

/** A file a person has named in the shell's dialog. A page never learns its path. */
export const FileTarget = z.uuid().brand<'FileTarget'>()
export type FileTarget = z.infer<typeof FileTarget>

export const shellMethods = {
  'shell.info': { input: z.strictObject({}), output: ShellInfo, access: 'anyone' },
  /** Asks where to save a text file, and saves it readable by this user only. `isSaved` false: she thought better of it. */
  'shell.saveFile': {
    input: z.strictObject({ name: Line(120).min(1), content: z.string() }),
    output: z.strictObject({ isSaved: z.boolean() }),
    access: 'anyone'
  },
  /** Asks where the core shall write a file that is too large for a page. Null: she thought better of it. */
  'shell.chooseFile': {
    input: z.strictObject({ name: Line(120).min(1) }),
    output: z.strictObject({ target: FileTarget.nullable() }),
    access: 'anyone'
  },
  /** Prints the window as its print style shows it. `isPrinted` false: cancelled in the print dialog. */
  'shell.print': {
    input: z.strictObject({}),
    output: z.strictObject({ isPrinted: z.boolean() }),
    access: 'anyone'
  },
  /**
   * Saves the window as its print style shows it: a PDF of numbered A4 pages, readable by this user only. Asks where.
   * `isSaved` false: she thought better of it.
   */
  'shell.savePdf': {
    input: z.strictObject({ name: Line(120).min(1) }),
    output: z.strictObject({ isSaved: z.boolean() }),
    access: 'anyone'
  },
  'shell.openWindow': {
    input: z.strictObject({ route: Route }),
    output: z.strictObject({}),
    access: 'anyone'
  },
  /**
   * Opens the wall screen for those who wait: on the display it stood on last, else on one beside this window's, filling
   * it; as a window where there is only one. Brings it forward when it is open. Nobody is signed in there.
   */
  'shell.openWall': { input: z.strictObject({}), output: z.strictObject({}), access: 'anyone' },
  /** Opens self check-in on this PC, for a touch screen turned to the patients. Nobody is signed in there. */
  'shell.openCheckIn': { input: z.strictObject({}), output: z.strictObject({}), access: 'anyone' },
  /** Whether the window of the page that calls fills the screen. */
  'shell.setFullScreen': {
    input: z.strictObject({ isFullScreen: z.boolean() }),
    output: z.strictObject({}),
    access: 'anyone'
  },
  'shell.settings': { input: z.strictObject({}), output: ShellSettings, access: 'anyone' },
  'shell.changeSettings': { input: ShellSettings, output: ShellSettings, access: 'anyone' },
  'shell.preferences': { input: z.strictObject({}), output: Preferences, access: 'anyone' },
  'shell.setPreference': {
    input: z.strictObject({
      name: PreferenceName,
      value: z.json().refine((value) => JSON.stringify(value).length <= 10_000)
    }),
    output: z.strictObject({}),
    access: 'anyone'
  },
  /** Starts the core again after it gave up, for instance when another program let go of the data folder. */
  'shell.restartCore': { input: z.strictObject({}), output: z.strictObject({}), access: 'anyone' },
  'shell.quit': { input: z.strictObject({}), output: z.strictObject({}), access: 'anyone' }
} as const satisfies Record<string, MethodSpec>

export const shellEvents = {
  /** The core process ended; `retryInMs` null: it will not be started again by itself. */
  'core.lost': { payload: z.strictObject({ retryInMs: z.int().nullable() }), access: 'anyone' },
  /** The core is back. Sessions ended with the old one; pages load their state anew. */
  'core.restarted': { payload: z.strictObject({}), access: 'anyone' },
  /** "Lock" was chosen in the tray. */
  'shell.lockRequested': { payload: z.strictObject({}), access: 'anyone' }
} as const satisfies Record<string, EventSpec>

/** Codes only the shell answers with; each has a sentence in every locale, like the common ones. */
export type ShellErrorCode = 'file-not-saved' | 'print-failed'
