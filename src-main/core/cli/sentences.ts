import type { ErrorParameters } from '../platform/app-error'

/** The commands speak English; the sentences are those of the pages, kept in one place. */
const files = import.meta.glob<Record<string, unknown>>('../../../src-renderer/locales/en/errors*.json', {
  eager: true,
  import: 'default'
})
const sentences = new Map(Object.values(files).flatMap((file) => Object.entries(file)))

/** What only the commands can refuse. */
const COMMAND_SENTENCES = new Map([
  ['usage', '{problem}. See --help.'],
  [
    'internal',
    'Something in the program failed. Nothing that was saved is lost. What went wrong stands below.'
  ],
  ['no-clinic', 'There is no clinic in this folder. Make one with: init --data DIR.'],
  ['clinic-exists', 'There is a clinic in this folder already. It was left as it is.'],
  [
    'data-folder-held',
    'The data folder is open in another Skranke ({program}, process {pid}, since {since}). Close that one, or use a command that speaks to it.'
  ],
  ['data-folder-unusable', 'The data folder {folder} cannot be made or written to.'],
  [
    'key-missing',
    'No key opens this clinic here. Name the key file with --key-file, or give the recovery key with --recovery-key-file.'
  ],
  [
    'key-file-needed',
    'A clinic with real patients keeps its key apart from its data. Name a file for the key with --key-file.'
  ],
  ['key-file-missing', 'There is no key file {file}.'],
  ['key-file-malformed', '{file} is no key file: it must hold 64 hexadecimal digits.'],
  [
    'key-envelope-missing',
    'The key information clinic.keys.json is missing beside the data, so the recovery key cannot open it. Use --key-file.'
  ],
  [
    'key-envelope-damaged',
    'The key information clinic.keys.json beside the data is damaged. The data is untouched. Use --key-file, or restore a backup.'
  ],
  ['file-missing', 'There is no file {file}.'],
  ['file-malformed', 'Line {line} of {file} is not as it should be: {problem}.'],
  ['backup-not-a-backup', '{file} is no Skranke backup. Nothing was changed.'],
  ['modem-not-named', 'No core runs on this data folder, so the modem must be named with --modem.'],
  [
    'modem-unavailable',
    'No modem is ready on {path} ({state}). Nothing was sent; the messages are kept in the outbox, and leave when a modem is ready within their time.'
  ],
  [
    'outbox-held',
    'The data was restored from a backup, so messages wait until a person lets them go. Nothing was sent; the messages are kept in the outbox.'
  ],
  ['stopped', 'Stopped. What had not left is kept in the outbox; the same command goes on with it.']
])

/** The sentence of a code, its `{fields}` filled in. */
export function sentenceFor(code: string, parameters: ErrorParameters): string {
  const found = COMMAND_SENTENCES.get(code) ?? sentences.get(code)
  const template = typeof found === 'string' ? found : `The program answered with the code ${code}.`
  return template.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => String(parameters[name] ?? ''))
}
