import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserWindow } from 'electron'

/** Prints the window through the system's dialog. False when it was cancelled. `folder` takes a PDF instead, for tests. */
export async function printWindow(window: BrowserWindow, folder: string | null): Promise<boolean> {
  if (!folder) return printWithDialog(window)
  await writeFile(
    join(folder, 'print.pdf'),
    await window.webContents.printToPDF({ printBackground: true, preferCSSPageSize: true, pageSize: 'A4' })
  )
  return true
}

function printWithDialog(window: BrowserWindow): Promise<boolean> {
  return new Promise((resolve, reject) => {
    window.webContents.print({ printBackground: true }, (isPrinted, reason) => {
      if (isPrinted) resolve(true)
      else if (/cancel/i.test(reason)) resolve(false)
      else reject(new Error(`The page was not printed: ${reason}.`))
    })
  })
}
