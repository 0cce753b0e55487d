import { expect, it, vi } from 'vitest'
import { safeFileName } from './save-file'

vi.mock('electron', () => ({ app: {}, dialog: {} }))

it.each([
  ['avviste rader.csv', 'avviste rader.csv'],
  ['Gjenopprettingsnøkkel (1).txt', 'Gjenopprettingsnøkkel (1).txt'],
  ['../../etc/passwd', '-..-etc-passwd'],
  ['a\\b:c*d?.txt', 'a-b-c-d-.txt'],
  ['...', 'file.txt']
])('makes of "%s" the file name "%s"', (name, safe) => {
  expect(safeFileName(name)).toBe(safe)
})
