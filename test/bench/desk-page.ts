import type { Page } from '@playwright/test'

/**
 * What runs in the page to time it. `painted` is the moment the frame that follows the last change of what `selector`
 * names had been handed to the screen; the change is over when nothing has moved for a while.
 */
declare global {
  interface Window {
    skrankeBench: {
      /** Milliseconds from `from` until what `selector` names was painted as `isDone` wants it. */
      painted(selector: string, from: () => number, isDone: () => boolean): Promise<number>
      nextPaint(): Promise<number>
    }
  }
}

export async function addTimers(page: Page): Promise<void> {
  await page.evaluate(() => {
    const nextPaint = () =>
      new Promise<number>((resolve) => {
        requestAnimationFrame(() => {
          const channel = new MessageChannel()
          // A message posted in a frame is delivered once the frame has been painted.
          channel.port1.onmessage = () => resolve(performance.now())
          channel.port2.postMessage(null)
        })
      })
    window.skrankeBench = {
      nextPaint,
      painted: (selector, from, isDone) =>
        new Promise((resolve, reject) => {
          const watched = document.querySelector(selector) ?? document.body
          const giveUp = setTimeout(() => reject(new Error(`${selector} did not come.`)), 20_000)
          const observer = new MutationObserver(check)
          function check(): void {
            if (!isDone()) return
            observer.disconnect()
            clearTimeout(giveUp)
            void nextPaint().then((at) => resolve(at - from()))
          }
          observer.observe(watched, { childList: true, subtree: true, attributes: true, characterData: true })
          check()
        })
    }
  })
}
