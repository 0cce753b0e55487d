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
      /** Begins to watch what the next key changes in what `selector` names. */
      watchKey(selector: string): void
      /** Milliseconds from that key to the frame with its last change, once nothing has moved for a while. */
      keyPainted(): Promise<number>
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
    const stillMs = 150
    const patienceMs = 5_000
    let pressedAt = 0
    let paintedAt = 0
    let changedAt = 0
    const keyObserver = new MutationObserver(() => {
      changedAt = performance.now()
      void nextPaint().then((at) => (paintedAt = at))
    })
    window.skrankeBench = {
      watchKey(selector) {
        const watched = document.querySelector(selector)
        if (!watched) throw new Error(`${selector} is not there.`)
        pressedAt = paintedAt = changedAt = 0
        keyObserver.disconnect()
        document.addEventListener('keydown', (event) => (pressedAt = event.timeStamp), {
          once: true,
          capture: true
        })
        keyObserver.observe(watched, {
          childList: true,
          subtree: true,
          attributes: true,
          characterData: true
        })
      },
      async keyPainted() {
        const from = performance.now()
        while (paintedAt === 0 || performance.now() - changedAt < stillMs) {
          if (performance.now() - from > patienceMs) throw new Error('The key changed nothing.')
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
        return paintedAt - pressedAt
      },
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
