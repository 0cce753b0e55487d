/** A browser without a face: keeps its cookie, follows the portal's own forms. */
export class TestBrowser {
  #cookie = ''
  #csrf = ''
  #page = ''
  #path = '/'

  constructor(private readonly base: string) {}

  /** The page as text, tags and all. */
  get page(): string {
    return this.#page
  }

  /** Where the last redirect led. */
  get path(): string {
    return this.#path
  }

  get cookie(): string {
    return this.#cookie
  }

  async open(path: string): Promise<string> {
    return await this.#ask(path, { method: 'GET' })
  }

  async send(path: string, fields: Readonly<Record<string, string>> = {}): Promise<string> {
    const body = new URLSearchParams({ csrf: this.#csrf, ...fields })
    return await this.#ask(path, { method: 'POST', body })
  }

  /** The addresses of the page's links that begin so. */
  links(start: string): string[] {
    return [...this.#page.matchAll(/href="([^"]+)"/g)].flatMap(([, address = '']) =>
      address.startsWith(start) ? [address] : []
    )
  }

  /** The value of the page's first field of that name. */
  value(name: string): string {
    return new RegExp(`name="${name}"\\s+value="([^"]*)"`).exec(this.#page)?.[1] ?? ''
  }

  async #ask(path: string, request: RequestInit): Promise<string> {
    const answer = await fetch(`${this.base}${path}`, {
      ...request,
      redirect: 'manual',
      // A connection that is kept may be one that the portal has closed meanwhile: in one process nobody has heard of it.
      headers: { cookie: this.#cookie, 'accept-language': 'nb', connection: 'close' }
    })
    const cookies = answer.headers.getSetCookie()
    this.#cookie = cookies.at(-1)?.split(';')[0] ?? this.#cookie
    const onward = answer.headers.get('location')
    if (onward !== null) return await this.#ask(onward, { method: 'GET' })
    this.#path = path
    this.#page = await answer.text()
    this.#csrf = this.value('csrf') || this.#csrf
    return this.#page
  }
}
