import type postgres from 'postgres'
import { parse } from 'postgres-array'

// The driver could ask the server for these on every connection, but when the connection is lost
// over that question nobody can catch the error. Element type, array type: PostgreSQL's constants.
const arrayTypes: readonly (readonly [element: number, array: number])[] = [
  [16, 1000], // boolean
  [18, 1002], // "char"
  [19, 1003], // name
  [20, 1016], // bigint
  [21, 1005], // smallint
  [23, 1007], // integer
  [25, 1009], // text
  [26, 1028], // oid
  [114, 199], // json
  [700, 1021], // real
  [701, 1022], // double precision
  [869, 1041], // inet
  [1042, 1014], // character
  [1043, 1015], // character varying
  [1082, 1182], // date
  [1114, 1115], // timestamp
  [1184, 1185], // timestamptz
  [1700, 1231], // numeric
  [2205, 2210], // regclass
  [2950, 2951], // uuid
  [3802, 3807], // jsonb
]

/** Teaches a client to read and write arrays of what it reads and writes one of. */
export function addArrayTypes({ options }: postgres.Sql): void {
  const { parsers, serializers } = options
  const { typeArrayMap } = (options as unknown as { shared: { typeArrayMap: object } }).shared
  for (const [element, array] of arrayTypes) {
    const parseOne = parsers[element] ?? ((text: string) => text)
    const writeOne = serializers[element] ?? String
    parsers[array] = (text: string) => parse(text, parseOne)
    serializers[array] = (list: unknown) => arrayText(list, writeOne)
    Object.assign(typeArrayMap, { [element]: array })
  }
}

// drizzle hands over arrays that are text already.
function arrayText(list: unknown, writeOne: (value: unknown) => unknown): string {
  if (typeof list === 'string') return list
  if (!Array.isArray(list)) throw new TypeError('An array is needed for an array parameter')
  const items = list.map((item) => {
    if (item === null || item === undefined) return 'NULL'
    return Array.isArray(item) ? arrayText(item, writeOne) : quoted(String(writeOne(item)))
  })
  return `{${items.join(',')}}`
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
