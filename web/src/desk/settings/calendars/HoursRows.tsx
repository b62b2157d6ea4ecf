// Periods of one day: rows of from and to, with breaks between them.
import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useWords } from '../../app/i18n'
import { type Hours, NO_TIME } from './calendarText'
import { readTime } from './times'

function TimeField(props: { label: string; value: string; change: (time: string) => void }) {
  const [typed, setTyped] = useState<string>()
  const known = props.value === NO_TIME ? '' : props.value
  const done = () => {
    if (typed === undefined) return
    const time = readTime(typed)
    props.change(time)
    // What is no time stays to be mended.
    setTyped(time === NO_TIME ? typed : undefined)
  }
  return (
    <Input
      className="time-field"
      aria-label={props.label}
      maxLength={5}
      placeholder="09:00"
      inputMode="numeric"
      status={props.value === NO_TIME && (typed ?? '') !== '' ? 'error' : ''}
      value={typed ?? known}
      onChange={(e) => setTyped(e.target.value)}
      onBlur={done}
      onPressEnter={done}
    />
  )
}

/** After the last one: an afternoon after a morning, else the usual day. */
function nextHours(hours: Hours[]): Hours {
  const last = hours[hours.length - 1]
  if (!last) return { start: '09:00', end: '18:00' }
  if (last.end >= last.start && last.end <= '12:30') return { start: '13:00', end: '18:00' }
  return { start: NO_TIME, end: NO_TIME }
}

export function HoursRows(props: {
  of: string
  hours: Hours[]
  change: (hours: Hours[]) => void
  none: string
  children?: React.ReactNode
}) {
  const { t } = useWords()
  const { hours, of } = props
  const set = (i: number, part: Partial<Hours>) =>
    props.change(hours.map((h, n) => (n === i ? { ...h, ...part } : h)))
  return (
    <div className="hours-rows">
      {hours.length === 0 && <span className="soft">{props.none}</span>}
      {hours.map((h, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a period is known by
        <span key={i} className="hours-row">
          <TimeField
            label={t('calendars.hours_from', { of, n: i + 1 })}
            value={h.start}
            change={(start) => set(i, { start })}
          />
          <span aria-hidden>–</span>
          <TimeField
            label={t('calendars.hours_to', { of, n: i + 1 })}
            value={h.end}
            change={(end) => set(i, { end })}
          />
          {h.end < h.start && h.end !== NO_TIME && h.start !== NO_TIME && (
            <span className="soft nowrap">{t('calendars.next_day')}</span>
          )}
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined />}
            aria-label={t('calendars.remove_hours', { of, n: i + 1 })}
            onClick={() => props.change(hours.filter((_, n) => n !== i))}
          />
        </span>
      ))}
      <span className="hours-more">
        <Button
          type="text"
          size="small"
          icon={<PlusOutlined />}
          aria-label={t('calendars.add_hours_to', { of })}
          onClick={() => props.change([...hours, nextHours(hours)])}
        >
          {t('calendars.add_hours')}
        </Button>
        {props.children}
      </span>
    </div>
  )
}
