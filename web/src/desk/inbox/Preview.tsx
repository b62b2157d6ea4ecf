import { CloseOutlined, ExpandAltOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { type PointerEvent, useRef } from 'react'
import { useWords } from '../app/i18n'
import { ClockChip } from '../parts/ClockChip'
import { CategoryLabel, StateLabel, Topics, titleOf } from '../parts/Labels'
import { PriorityMark } from '../parts/Priority'
import { ErrorState, Loading } from '../parts/States'
import { NextSteps } from '../ticket/steps/NextSteps'
import { Timeline } from '../ticket/Timeline'
import { useTicket } from '../ticket/useTicket'
import { useKept } from './useKept'

const LEAST = 360
const MOST = 800

export function Preview({
  ticketNo,
  close,
  open,
}: {
  ticketNo: string
  close: () => void
  open: () => void
}) {
  const { t } = useWords()
  const [width, setWidth] = useKept('hy.preview.width', 480)
  const { ticket, error, retry } = useTicket(ticketNo)
  return (
    <aside className="preview" style={{ width }} aria-label={t('inbox.preview')}>
      <Grip width={width} setWidth={setWidth} />
      <div className="preview-bar">
        <span className="soft">{ticketNo}</span>
        <span className="gap" />
        <Tooltip title={`${t('keys.open')} Enter`}>
          <Button
            type="text"
            size="small"
            icon={<ExpandAltOutlined />}
            onClick={open}
            aria-label={t('keys.open')}
          />
        </Tooltip>
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined />}
          onClick={close}
          aria-label={t('close')}
        />
      </div>
      {!ticket ? (
        error ? (
          <ErrorState error={error} retry={retry} />
        ) : (
          <Loading />
        )
      ) : (
        <div className="preview-body">
          <h2>{titleOf(ticket, t)}</h2>
          <p className="preview-facts">
            <PriorityMark priority={ticket.priority} /> <StateLabel row={ticket} />{' '}
            <CategoryLabel row={ticket} /> <Topics topics={ticket.topics} />
          </p>
          <p className="preview-facts">
            <ClockChip clocks={ticket.clocks} />
            <span className="soft">
              {ticket.owner || t('ticket.no_owner')} · {ticket.department || '—'}
            </span>
          </p>
          <NextSteps ticket={ticket} />
          <Timeline ticket={ticket} />
        </div>
      )}
    </aside>
  )
}

function Grip({ width, setWidth }: { width: number; setWidth: (w: number) => void }) {
  const { t } = useWords()
  const from = useRef<{ x: number; width: number } | null>(null)
  const clamp = (w: number) => Math.min(MOST, Math.max(LEAST, w))
  const move = (event: PointerEvent) => {
    if (from.current) setWidth(clamp(from.current.width + from.current.x - event.clientX))
  }
  return (
    <div
      className="grip"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('inbox.resize')}
      aria-valuenow={width}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      onPointerDown={(e) => {
        from.current = { x: e.clientX, width }
        e.currentTarget.setPointerCapture(e.pointerId)
      }}
      onPointerMove={move}
      onPointerUp={() => {
        from.current = null
      }}
      onKeyDown={(e) => {
        if (e.key === 'ArrowLeft') setWidth(clamp(width + 24))
        if (e.key === 'ArrowRight') setWidth(clamp(width - 24))
      }}
    />
  )
}
