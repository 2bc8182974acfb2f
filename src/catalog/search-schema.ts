import Type from 'typebox'
import {
  AmountMinor,
  Country,
  Currency,
  Enum,
  Id,
  Language,
  List,
  Money,
  Nullable,
  Text,
  Timestamp,
} from '../core/schema.ts'
import { facets, searchSorts } from '../search/index.ts'
import { Condition, Product } from './schema.ts'

const Count = Type.Integer({ minimum: 0, maximum: 2_147_483_647 })

export const SearchSort = Enum(searchSorts, {
  $id: 'SearchSort',
  description:
    'relevance: how well the words fit. bestSelling, newest, rating, priceAscending, priceDescending: as named. deliveryTime and landedPrice need `shipTo`.',
})

export const SearchFacet = Enum(facets, {
  $id: 'SearchFacet',
  description: 'What a search can count. deliveryDays needs `shipTo`.',
})

export const DeliveryOffer = Type.Object(
  {
    serviceCode: Type.String({ description: 'Name it in a quote or an order.' }),
    carrier: Type.String(),
    price: Money,
    landedPrice: { ...Money, description: 'Goods and shipping together.' },
    deliverBy: { ...Timestamp, description: 'Nine in ten such parcels are there by then.' },
  },
  {
    $id: 'DeliveryOffer',
    additionalProperties: false,
    description: 'The cheapest way to the destination for one unit.',
  },
)

export const SearchOffer = Type.Object(
  {
    price: { ...Money, description: 'The lowest price of its variants, in the display currency.' },
    isInStock: Type.Boolean(),
    delivery: Nullable(DeliveryOffer),
  },
  {
    $id: 'SearchOffer',
    additionalProperties: false,
    description: 'What the product costs this shopper.',
  },
)
export type SearchOffer = Type.Static<typeof SearchOffer>

const { attributes: _, ...cardProperties } = Product.properties

export const FoundProduct = Type.Object(
  { ...cardProperties, offer: SearchOffer },
  {
    $id: 'FoundProduct',
    additionalProperties: false,
    description:
      'A product as a search found it, with its price for the shopper and without its attributes: the product has those.',
  },
)
export type FoundProduct = Type.Static<typeof FoundProduct>

export const FacetValue = Type.Object(
  {
    value: Type.String({ description: 'What to filter by.' }),
    label: Type.String({ description: 'What to show.' }),
    count: Count,
  },
  { $id: 'FacetValue', additionalProperties: false, description: 'One value of a facet.' },
)

export const CategoryFacet = Type.Object(
  {
    id: Id('category'),
    parentId: Nullable(Id('category')),
    name: Type.String(),
    depth: Type.Integer({ minimum: 1, maximum: 100 }),
    count: Count,
  },
  {
    $id: 'CategoryFacet',
    additionalProperties: false,
    description: 'A category with the products in it and below it.',
  },
)

export const PriceBar = Type.Object(
  { from: Money, to: Nullable(Money), count: Count },
  {
    $id: 'PriceBar',
    additionalProperties: false,
    description: 'A bar of the price histogram; `to` is exclusive.',
  },
)

export const AttributeFacet = Type.Object(
  {
    name: Type.String(),
    type: Enum(['text', 'number', 'boolean'], { $id: 'AttributeType' }),
    unit: Nullable(Type.String()),
    values: Type.Array(FacetValue),
  },
  {
    $id: 'AttributeFacet',
    additionalProperties: false,
    description: 'An attribute with its most frequent values.',
  },
)

export const SearchFacets = Type.Object(
  {
    categories: Type.Array(CategoryFacet),
    sellers: Type.Array(FacetValue),
    brands: Type.Array(FacetValue),
    shipsFrom: Type.Array(FacetValue),
    conditions: Type.Array(FacetValue),
    prices: Type.Array(PriceBar),
    ratings: Type.Array(FacetValue, { description: 'Products rated this or better.' }),
    sellerScores: Type.Array(FacetValue, { description: 'Products of sellers this reliable.' }),
    deliveryDays: Type.Array(FacetValue, { description: 'Products there within so many days.' }),
    attributes: Type.Array(AttributeFacet),
  },
  {
    $id: 'SearchFacets',
    additionalProperties: false,
    description:
      'How many products each value would leave. A facet does not filter itself; those not asked for are empty. Counts are over the products a search reads.',
  },
)
export type SearchFacets = Type.Static<typeof SearchFacets>

const Names = (description: string) =>
  List(Text({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 50, description })

/** What narrows a search; saved searches keep the same. */
export const searchFilterInput = {
  q: Type.Optional(
    Text({ maxLength: 200, description: 'Words, an article number, a GTIN. Empty browses.' }),
  ),
  categoryIds: Type.Optional(
    List(Id('category'), { minItems: 1, maxItems: 50, description: 'With all below them.' }),
  ),
  sellerIds: Type.Optional(List(Id('seller'), { minItems: 1, maxItems: 50 })),
  brands: Type.Optional(Names('Brands by name.')),
  shipsFrom: Type.Optional(List(Country, { minItems: 1, maxItems: 50 })),
  shipTo: Type.Optional({ ...Country, description: 'Only what can be sent to this country.' }),
  conditions: Type.Optional(List(Condition, { minItems: 1, maxItems: 3 })),
  attributes: Type.Optional(
    Names(
      'Attributes as `name:value`, or `name:from..to` for numbers; either end may be left out. Values of one name are alternatives.',
    ),
  ),
  priceMin: Type.Optional({ ...AmountMinor, minimum: 0, description: 'In `currency`.' }),
  priceMax: Type.Optional({ ...AmountMinor, minimum: 0, description: 'In `currency`.' }),
  isInStock: Type.Optional(Type.Boolean({ description: 'True leaves out what is sold out.' })),
  ratingMin: Type.Optional(Type.Number({ minimum: 0, maximum: 5 })),
  sellerScoreMin: Type.Optional(
    Type.Number({ minimum: 0, maximum: 100, description: 'Least reliability of the seller.' }),
  ),
  deliveryDaysMax: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 365, description: 'Needs `shipTo`.' }),
  ),
  currency: Type.Optional({
    ...Currency,
    description:
      'Of display, and of the price bounds. Without it prices are shown as the seller states them and bounds are EUR.',
  }),
  language: Type.Optional({ ...Language, description: 'Of the words and of the texts shown.' }),
}
