import { DownOutlined, RightOutlined } from '@ant-design/icons'
import { type ReactNode, useId } from 'react'
import { useKept } from '../../inbox/useKept'

/** A card that folds; folded or not is remembered per person. */
export function Card({
  name,
  title,
  extra,
  children,
}: {
  name: string
  title: string
  extra?: ReactNode
  children: ReactNode
}) {
  const [folded, setFolded] = useKept(`hy.card.${name}`, false)
  const id = useId()
  return (
    <section className="card">
      <h2>
        <button
          type="button"
          aria-expanded={!folded}
          aria-controls={id}
          onClick={() => setFolded(!folded)}
        >
          {folded ? <RightOutlined /> : <DownOutlined />} {title}
        </button>
        {extra}
      </h2>
      {!folded && <div id={id}>{children}</div>}
    </section>
  )
}
