import { useFormats } from '../../app/formats'
import { useClinic } from '../settings/clinic.store'

/** An amount in hundredths with its currency: `12,50 kr`. */
export function useMoney(): (minor: number) => string {
  const formats = useFormats()
  const clinic = useClinic()
  return (minor) => {
    const amount = formats.amount(minor)
    return clinic.settings?.country === 'NL' ? `€ ${amount}` : `${amount} kr`
  }
}
