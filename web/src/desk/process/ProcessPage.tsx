// How tickets really ran: map, bottlenecks, ways, findings. Everything is about the tickets one may
// read; pointing at an arc leads to the tickets behind it.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Alert, Segmented, Select, Slider } from 'antd'
import { useMemo, useState } from 'react'
import { get, query } from '../../shared/api/client'
import { isLogBeingRead } from '../../shared/api/problem'
import { CATEGORIES, type Id } from '../../shared/api/types'
import { formatNumber, formatSpan } from '../../shared/time'
import { useWords } from '../app/i18n'
import { useKept } from '../inbox/useKept'
import { DepartmentSelect } from '../parts/Pickers'
import { Empty, ErrorState, Loading } from '../parts/States'
import { Behind } from './Behind'
import { Bottlenecks, Findings, percent, Variants } from './Lists'
import { type Colour, ProcessMap } from './ProcessMap'
import type { Place, Process } from './types'

type Clock = 'elapsed' | 'business'
const PERIODS = ['30', '90', '365', 'all'] as const
type Period = (typeof PERIODS)[number]
const DAY_MS = 86_400_000

/** Midnights, so that the same question is asked all day. */
function since(period: Period): string | undefined {
  if (period === 'all') return undefined
  const day = new Date(Date.now() - Number(period) * DAY_MS)
  day.setHours(0, 0, 0, 0)
  return day.toISOString()
}

export default function ProcessPage() {
  const { t, word, locale } = useWords()
  const [period, setPeriod] = useKept<Period>('hy.process.period', '90')
  const [department, setDepartment] = useState<Id>()
  const [category, setCategory] = useState<string>()
  const [clock, setClock] = useKept<Clock>('hy.process.clock', 'elapsed')
  const filter = useMemo(
    () => ({
      created_from: since(period),
      department: department === undefined ? undefined : String(department),
      category,
      clock,
    }),
    [period, department, category, clock],
  )
  const process = useQuery({
    queryKey: ['process', filter],
    queryFn: ({ signal }) => get<Process>(`/process${query(filter)}`, signal),
    placeholderData: keepPreviousData,
  })
  const { data } = process
  return (
    <div className="page process-page">
      <header className="page-head">
        <h1>{t('nav.process')}</h1>
        <Select
          className="process-period"
          aria-label={t('process.period')}
          value={period}
          onChange={setPeriod}
          options={PERIODS.map((p) => ({
            value: p,
            label: p === 'all' ? t('process.all_time') : t('process.days', { n: p }),
          }))}
        />
        <div className="board-department">
          <DepartmentSelect value={department} onChange={setDepartment} />
        </div>
        <Select
          className="process-category"
          aria-label={t('filter.category')}
          placeholder={t('filter.category')}
          allowClear
          value={category}
          onChange={setCategory}
          options={CATEGORIES.map((c) => ({ value: c, label: word('category', c) }))}
        />
        <Segmented<Clock>
          aria-label={t('process.clock')}
          value={clock}
          onChange={setClock}
          options={[
            { value: 'elapsed', label: t('process.elapsed') },
            { value: 'business', label: t('process.business') },
          ]}
        />
      </header>
      {!data ? (
        process.error ? (
          <ErrorState error={process.error} retry={() => process.refetch()} />
        ) : (
          <>
            {isLogBeingRead(process.failureReason) && <output>{t('process.reading')}</output>}
            <Loading rows={12} />
          </>
        )
      ) : data.cases === 0 ? (
        <Empty text={t('process.none')} />
      ) : (
        <>
          <dl className="process-figures">
            <Figure label={t('process.cases')} value={formatNumber(data.cases, locale)} />
            <Figure
              label={t('process.duration')}
              value={formatSpan(data.case_duration_s.median * 1000, locale)}
            />
            <Figure
              label={t('process.duration_p90')}
              value={formatSpan(data.case_duration_s.p90 * 1000, locale)}
            />
            <Figure label={t('process.rework')} value={percent(data.rework.rate)} />
            <Figure label={t('process.ways')} value={formatNumber(data.variant_count, locale)} />
          </dl>
          {data.unreadable_events > 0 && (
            <Alert
              type="warning"
              showIcon
              message={t('process.unreadable', { n: data.unreadable_events })}
            />
          )}
          <Charts data={data} filter={filter} />
        </>
      )}
    </div>
  )
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  )
}

function Charts({ data, filter }: { data: Process; filter: Record<string, string | undefined> }) {
  const { t } = useWords()
  const [colour, setColour] = useKept<Colour>('hy.process.colour', 'frequency')
  const [steps, setSteps] = useState(100)
  const [arcs, setArcs] = useState(30)
  const [place, setPlace] = useState<Place | null>(null)
  return (
    <>
      <section className="card" aria-label={t('process.map')}>
        <div className="map-tools">
          <Segmented<Colour>
            aria-label={t('process.shows')}
            value={colour}
            onChange={setColour}
            options={[
              { value: 'frequency', label: t('process.frequency') },
              { value: 'performance', label: t('process.performance') },
            ]}
          />
          <Detail label={t('process.steps')} value={steps} set={setSteps} least={10} />
          <Detail label={t('process.arcs')} value={arcs} set={setArcs} least={0} />
        </div>
        <div className={place ? 'map-and-behind' : ''}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <div className="map-scroll" tabIndex={0} role="region" aria-label={t('process.map')}>
            <ProcessMap
              data={data}
              colour={colour}
              nodeShare={steps / 100}
              arcShare={arcs / 100}
              chosen={place}
              choose={setPlace}
            />
          </div>
          {place && (
            <Behind data={data} place={place} filter={filter} close={() => setPlace(null)} />
          )}
        </div>
        <p className="soft">{t('process.hint')}</p>
      </section>
      <section className="card">
        <h2>{t('process.bottlenecks')}</h2>
        <Bottlenecks data={data} choose={setPlace} />
      </section>
      <section className="card">
        <h2>{t('process.findings')}</h2>
        <Findings filter={filter} />
      </section>
      <section className="card">
        <h2>{t('process.ways')}</h2>
        <Variants data={data} />
      </section>
    </>
  )
}

function Detail({
  label,
  value,
  set,
  least,
}: {
  label: string
  value: number
  set: (value: number) => void
  least: number
}) {
  return (
    <div className="map-detail">
      <span aria-hidden="true">{label}</span>
      <Slider
        min={least}
        max={100}
        step={5}
        value={value}
        onChange={set}
        ariaLabelForHandle={label}
        tooltip={{ formatter: (v) => `${v}%` }}
      />
    </div>
  )
}
