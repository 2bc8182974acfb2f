import type { Call, PagedCall, ResponseInfo } from './call.ts'

type Reply<T> = ResponseInfo & { data: T }

interface Page {
  data: unknown[]
  nextCursor: string | null
}

/** A running request as the promise of its data. */
export function callOf<T>(reply: Promise<Reply<T>>): Call<T> {
  const data = reply.then((one) => one.data)
  return Object.assign(data, {
    withResponse() {
      // Whoever takes the reply hears of its failure there.
      data.catch(() => undefined)
      return reply
    },
  })
}

/** A list: the first page as asked for, the others when somebody gets there. */
export function pagedCallOf(
  first: Promise<Reply<Page>>,
  fetchPage: (cursor: string) => Promise<Reply<Page>>,
): PagedCall<Page, unknown> {
  const call = callOf(first)
  async function* pages() {
    let page = await call
    yield page
    while (page.nextCursor) {
      page = (await fetchPage(page.nextCursor)).data
      yield page
    }
  }
  async function* items() {
    for await (const page of pages()) yield* page.data
  }
  return Object.assign(call, {
    pages,
    [Symbol.asyncIterator]: items,
    async toArray(max: number) {
      const list: unknown[] = []
      for await (const item of items()) {
        if (list.length < max) list.push(item)
        if (list.length >= max) break
      }
      return list
    },
  })
}
