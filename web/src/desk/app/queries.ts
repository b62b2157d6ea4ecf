// The cache of what the server answered. Differs from TanStack's in one point: there, data without a
// first answer yet are not asked for anew, so a change that is told while the first question is under
// way would be lost, and the older answer kept. Here that question is asked again.
import {
  type InvalidateOptions,
  type InvalidateQueryFilters,
  QueryClient,
  type QueryKey,
} from '@tanstack/react-query'

export class Queries extends QueryClient {
  override async invalidateQueries<TKey extends QueryKey = QueryKey>(
    filters?: InvalidateQueryFilters<TKey>,
    options?: InvalidateOptions,
  ): Promise<void> {
    const first = this.getQueryCache()
      .findAll({ ...filters, fetchStatus: 'fetching' })
      .filter((query) => query.state.data === undefined)
    await Promise.all(
      first.map((query) => this.cancelQueries({ queryKey: query.queryKey, exact: true })),
    )
    return super.invalidateQueries(filters, options)
  }
}
