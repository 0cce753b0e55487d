import type {
  AppointmentFigure,
  AttendanceReport,
  CapacityReport,
  Figure,
  MessageReport,
  WaitingReport
} from '@contract/reports'
import { useI18n } from 'vue-i18n'
import { useFormats } from '../../app/formats'
import { useMoney } from '../messages/use-money'
import { useClinic } from '../settings/clinic.store'
import type { ReportNumber, SectionView } from './section-view'
import { useReportFormats } from './use-report-formats'

/** What the core counted, as numbers, plots and tables in the language shown. */
export function useSectionViews() {
  const { t } = useI18n()
  const clinic = useClinic()
  const formats = useFormats()
  const show = useReportFormats()
  const money = useMoney()

  function number(key: string, value: string, figure: Figure | null = null): ReportNumber {
    return {
      key,
      label: t(`reports.number.${key}`),
      value,
      definition: t(`reports.definition.${key}`),
      figure
    }
  }
  const visits = (figure: AppointmentFigure, reminder: 'with' | 'without' | null = null): Figure => ({
    of: 'appointments',
    figure,
    reminder
  })
  const headings = (...keys: string[]): string[] => keys.map((key) => t(`reports.heading.${key}`))

  function attendance({ total, withReminder, withoutReminder, stretches }: AttendanceReport): SectionView {
    return {
      id: 'attendance',
      title: t('reports.attendance'),
      isEmpty: total.came + total.missed + total.cancelledLate + total.cancelled + total.leftUnseen === 0,
      numbers: [
        number('noShowRate', show.share(total.noShowRate), visits('missed')),
        number('noShowWith', show.share(withReminder.noShowRate), visits('missed', 'with')),
        number('noShowWithout', show.share(withoutReminder.noShowRate), visits('missed', 'without')),
        number('lateRate', show.share(total.lateRate), visits('cancelled-late')),
        number('lateWith', show.share(withReminder.lateRate), visits('cancelled-late', 'with')),
        number('lateWithout', show.share(withoutReminder.lateRate), visits('cancelled-late', 'without')),
        number('came', show.count(total.came), visits('came')),
        number('cancelled', show.count(total.cancelled), visits('cancelled')),
        number('cancelledByClinic', show.count(total.cancelledByClinic), visits('cancelled-by-clinic')),
        number('leftUnseen', show.count(total.leftUnseen), visits('left-unseen'))
      ],
      plot: {
        labels: stretches.map(show.stretch),
        unit: '%',
        series: [
          {
            label: t('reports.number.noShowRate'),
            kind: 'bar',
            values: stretches.map(({ noShowRate }) => show.percent(noShowRate))
          },
          {
            label: t('reports.number.lateRate'),
            kind: 'bar',
            values: stretches.map(({ lateRate }) => show.percent(lateRate))
          }
        ]
      },
      table: {
        headings: headings('when', 'came', 'missed', 'noShowRate', 'cancelledLate', 'lateRate'),
        rows: stretches.map((one) => [
          show.stretch(one),
          show.count(one.came),
          show.count(one.missed),
          show.share(one.noShowRate),
          show.count(one.cancelledLate),
          show.share(one.lateRate)
        ])
      }
    }
  }

  function capacity({ total, stretches, firstFree }: CapacityReport): SectionView {
    const hours = (minutes: number): number => Math.round(minutes / 6) / 10
    return {
      id: 'capacity',
      title: t('reports.capacity'),
      isEmpty: total.offeredMinutes === 0 && total.appointments === 0,
      numbers: [
        number('utilisation', show.share(total.utilisation)),
        number('offered', show.hours(total.offeredMinutes)),
        number('used', show.hours(total.usedMinutes)),
        number('blocked', show.hours(total.blockedMinutes)),
        number('overbooked', show.count(total.overbooked), visits('overbooked')),
        ...firstFree.map(({ typeId, date }) => ({
          key: `first-free-${typeId}`,
          label: t('reports.firstFree', { type: clinic.typeOf(typeId)?.name ?? '' }),
          value: date === null ? show.none : formats.mediumDate(date),
          definition: t('reports.definition.firstFree'),
          figure: null
        }))
      ],
      plot: {
        labels: stretches.map(show.stretch),
        unit: t('reports.hourUnit'),
        series: [
          {
            label: t('reports.number.offered'),
            kind: 'bar',
            values: stretches.map(({ offeredMinutes }) => hours(offeredMinutes))
          },
          {
            label: t('reports.number.used'),
            kind: 'bar',
            values: stretches.map(({ usedMinutes }) => hours(usedMinutes))
          }
        ]
      },
      table: {
        headings: headings('when', 'offered', 'used', 'utilisation', 'blocked', 'overbooked'),
        rows: stretches.map((one) => [
          show.stretch(one),
          show.hours(one.offeredMinutes),
          show.hours(one.usedMinutes),
          show.share(one.utilisation),
          show.hours(one.blockedMinutes),
          show.count(one.overbooked)
        ])
      }
    }
  }

  function waiting({ total, stretches }: WaitingReport): SectionView {
    return {
      id: 'waiting',
      title: t('reports.waiting'),
      isEmpty: total.calledIn === 0,
      numbers: [
        number('medianWait', show.minutes(total.medianWait), visits('called-in')),
        number('p90Wait', show.minutes(total.p90Wait), visits('called-in')),
        number('medianToRoom', show.minutes(total.medianToRoom), visits('called-in')),
        number('medianStartDelay', show.minutes(total.medianStartDelay), visits('called-in')),
        number('onTimeRate', show.share(total.onTimeRate), visits('called-in')),
        number('medianVisit', show.minutes(total.medianVisit), visits('came')),
        number('calledIn', show.count(total.calledIn), visits('called-in'))
      ],
      plot: {
        labels: stretches.map(show.stretch),
        unit: t('reports.minuteUnit'),
        series: [
          {
            label: t('reports.number.medianWait'),
            kind: 'line',
            values: stretches.map(({ medianWait }) => medianWait)
          },
          {
            label: t('reports.number.p90Wait'),
            kind: 'line',
            values: stretches.map(({ p90Wait }) => p90Wait)
          }
        ]
      },
      table: {
        headings: headings('when', 'calledIn', 'medianWait', 'p90Wait', 'medianStartDelay', 'onTimeRate'),
        rows: stretches.map((one) => [
          show.stretch(one),
          show.count(one.calledIn),
          show.minutes(one.medianWait),
          show.minutes(one.p90Wait),
          show.minutes(one.medianStartDelay),
          show.share(one.onTimeRate)
        ])
      }
    }
  }

  function messages({ total, purposes }: MessageReport): SectionView {
    const name = (purpose: string): string => t(`messages.purpose.${purpose}`)
    const inState = (one: MessageReport['purposes'][number], ...states: string[]): number =>
      one.states.filter(({ state }) => states.includes(state)).reduce((sum, each) => sum + each.messages, 0)
    return {
      id: 'messages',
      title: t('reports.messages'),
      isEmpty: total.messages === 0,
      numbers: [
        number('messages', show.count(total.messages)),
        number('segments', show.count(total.segments)),
        number('cost', money(total.costMinor)),
        ...purposes.map(({ purpose, messages: sent }) => ({
          key: `purpose-${purpose}`,
          label: name(purpose),
          value: show.count(sent),
          definition: t('reports.definition.purpose'),
          figure: { of: 'messages', purpose, state: null } as const
        }))
      ],
      plot: {
        labels: purposes.map(({ purpose }) => name(purpose)),
        unit: t('reports.messageUnit'),
        series: [
          {
            label: t('reports.arrived'),
            kind: 'bar',
            values: purposes.map((one) => inState(one, 'sent', 'delivered'))
          },
          {
            label: t('reports.notArrived'),
            kind: 'bar',
            values: purposes.map((one) => inState(one, 'failed', 'uncertain', 'expired', 'blocked'))
          }
        ]
      },
      table: {
        headings: headings('purpose', 'state', 'messages', 'segments', 'cost'),
        rows: purposes.flatMap((one) => [
          [
            name(one.purpose),
            t('reports.all'),
            show.count(one.messages),
            show.count(one.segments),
            money(one.costMinor)
          ],
          ...one.states.map(({ state, messages: sent }) => [
            name(one.purpose),
            t(`messages.state.${state}`),
            show.count(sent),
            '',
            ''
          ])
        ])
      }
    }
  }

  return { attendance, capacity, waiting, messages }
}
