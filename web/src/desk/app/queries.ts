// The cache of what the server answered. Differs from TanStack's in one point: there, a change told
// while the first answer is under way is lost, and that answer, which may be older, is kept. Here
// the question is asked once more when the first answer has come; not at once, as where changes come
// faster than answers nothing would ever be shown.
import {
  type InvalidateOptions,
  type InvalidateQueryFilters,
  type Query,
  QueryClient,
  type QueryKey,
} from '@tanstack/react-query'

export class Queries extends QueryClient {
  private readonly outdated = new Set<Query>()

  override async invalidateQueries<TKey extends QueryKey = QueryKey>(
    filters?: InvalidateQueryFilters<TKey>,
    options?: InvalidateOptions,
  ): Promise<void> {
    const first = this.getQueryCache()
      .findAll({ ...filters, fetchStatus: 'fetching' })
      .filter((query) => query.state.data === undefined && !this.outdated.has(query))
    await Promise.all([
      super.invalidateQueries(filters, options),
      ...first.map((query) => this.askAgain(query)),
    ])
  }

  private async askAgain(query: Query): Promise<void> {
    this.outdated.add(query)
    // What is under way, not a second question.
    await query.fetch().catch(() => undefined)
    this.outdated.delete(query)
    await super.invalidateQueries({ queryKey: query.queryKey, exact: true })
  }
}
