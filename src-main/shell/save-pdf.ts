import { writeFile } from 'node:fs/promises'
import type { BrowserWindow } from 'electron'
import { choosePath } from './save-file'

/** A print template inherits no style: its text has no size unless it is given one. */
const PAGE_NUMBER =
  '<div style="width:100%;font:8px sans-serif;text-align:center">' +
  '<span class="pageNumber"></span> / <span class="totalPages"></span></div>'

/** Inches; the foot holds the page's number. */
const MARGINS = { top: 0.5, bottom: 0.7, left: 0.5, right: 0.5 }

/**
 * Saves the window as its print style shows it now, then asks where: what was on the sheet when she asked is what is
 * saved. A4 with page numbers, tagged so that a screen reader can read it. False when the dialog was cancelled; `folder`
 * answers in the dialog's place, for tests.
 */
export async function savePdf(window: BrowserWindow, name: string, folder: string | null): Promise<boolean> {
  const pdf = await window.webContents.printToPDF({
    pageSize: 'A4',
    printBackground: true,
    displayHeaderFooter: true,
    headerTemplate: '<span></span>',
    footerTemplate: PAGE_NUMBER,
    margins: MARGINS,
    generateTaggedPDF: true
  })
  const path = await choosePath(window, name, folder)
  if (!path) return false
  await writeFile(path, pdf, { mode: 0o600 })
  return true
}
