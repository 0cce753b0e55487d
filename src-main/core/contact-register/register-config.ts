/** How the clinic reaches the national contact and reservation register, and signs in there. */
export interface RegisterConfig {
  /** The register's base address; `/rest/v2/personer` is put after it. */
  readonly address: string
  /** Maskinporten's identifier, which ends with a slash; `token` is put after it. */
  readonly issuer: string
  readonly clientId: string
  /** The key's name as it was registered at Maskinporten. */
  readonly keyId: string
  /** A private RSA key, as PEM or as JWK. */
  readonly privateKey: string
}

/** What a clinic begins with: the addresses that everybody has. */
export const REGISTER_ADDRESS = 'https://krr.digdir.no'
export const MASKINPORTEN_ISSUER = 'https://maskinporten.no/'
