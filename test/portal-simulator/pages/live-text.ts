import { html, type Html } from './html'
import type { Live } from './page'

/** A line that a script keeps true; without one it is as true as the page. When it is done, the script goes on to `then`. */
export function liveText(address: string, { live }: Live, then = ''): Html {
  return html`<p class="live" role="status">
    <span data-live="${address}" data-done="${String(live.isDone)}" data-then="${then}">${live.text}</span>
  </p>`
}
