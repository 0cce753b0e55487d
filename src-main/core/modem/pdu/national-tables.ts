import { asianLockingTables, asianSingleTables } from './asian-tables'

// National language shift tables of 3GPP TS 23.038 annex A, read but never written:
// what a patient's telephone may send; our own texts use the default alphabet or UCS-2.

const punctuationAndDigits = ' !"#¤%&\'()*+,-./0123456789:;<=>?'
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const lower = 'abcdefghijklmnopqrstuvwxyz'

const turkish =
  '@£$¥€éùıòÇ\nĞğ\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bŞşßÉ' + `${punctuationAndDigits}İ${upper}ÄÖÑÜ§ç${lower}äöñüà`

const portuguese =
  '@£$¥êéúíóç\nÔô\rÁáΔ_ªÇÀ∞^\\€Ó|\u001bÂâÊÉ' +
  `${punctuationAndDigits.replace('¤', 'º')}Í${upper}ÃÕÚÜ§~${lower}ãõ\`üà`

/** Locking shift tables (annex A.3): they replace the default alphabet for the whole message. */
export const lockingShiftTables: ReadonlyMap<number, string> = new Map([
  [1, turkish],
  [3, portuguese],
  ...asianLockingTables
])

const turkishSingle = new Map([
  [0x47, 'Ğ'],
  [0x49, 'İ'],
  [0x53, 'Ş'],
  [0x63, 'ç'],
  [0x67, 'ğ'],
  [0x69, 'ı'],
  [0x73, 'ş']
])

const spanishSingle = new Map([
  [0x09, 'ç'],
  [0x41, 'Á'],
  [0x49, 'Í'],
  [0x4f, 'Ó'],
  [0x55, 'Ú'],
  [0x61, 'á'],
  [0x69, 'í'],
  [0x6f, 'ó'],
  [0x75, 'ú']
])

const portugueseSingle = new Map([
  [0x05, 'ê'],
  [0x09, 'ç'],
  [0x0b, 'Ô'],
  [0x0c, 'ô'],
  [0x0e, 'Á'],
  [0x0f, 'á'],
  [0x12, 'Φ'],
  [0x13, 'Γ'],
  [0x15, 'Ω'],
  [0x16, 'Π'],
  [0x17, 'Ψ'],
  [0x18, 'Σ'],
  [0x19, 'Θ'],
  [0x1f, 'Ê'],
  [0x41, 'À'],
  [0x49, 'Í'],
  [0x4f, 'Ó'],
  [0x55, 'Ú'],
  [0x5b, 'Ã'],
  [0x5c, 'Õ'],
  [0x61, 'Â'],
  [0x69, 'í'],
  [0x6f, 'ó'],
  [0x75, 'ú'],
  [0x7b, 'ã'],
  [0x7c, 'õ'],
  [0x7f, 'â']
])

/** Single shift tables (annex A.2), the first three only where they differ from the ordinary extension table. */
export const singleShiftTables: ReadonlyMap<number, ReadonlyMap<number, string>> = new Map([
  [1, turkishSingle],
  [2, spanishSingle],
  [3, portugueseSingle],
  ...asianSingleTables
])
