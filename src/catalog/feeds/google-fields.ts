/** Fields of the Google product data specification (and of the feeds of Meta and Criteo that follow it). */
export const readFields: ReadonlySet<string> = new Set([
  'id',
  'title',
  'description',
  'image_link',
  'additional_image_link',
  'availability',
  'price',
  'sale_price',
  'sale_price_effective_date',
  'brand',
  'gtin',
  'mpn',
  'condition',
  'item_group_id',
  'google_product_category',
  'product_type',
  'identifier_exists',
  'shipping_weight',
  'shipping_length',
  'shipping_width',
  'shipping_height',
  'expiration_date',
  'ships_from_country',
  'inventory',
  'quantity_to_sell_on_facebook',
  'quantity',
  'stock',
  'hs_code',
  'country_of_origin',
  'product_detail',
  'content_language',
])

/** Fields that vary between the variants of one group. */
export const optionFields: readonly string[] = ['color', 'size', 'material', 'pattern']

/** Fields that describe the product and become its attributes. */
export const attributeFields: readonly string[] = [
  ...optionFields,
  'gender',
  'age_group',
  'size_type',
  'size_system',
  'multipack',
  'is_bundle',
  'adult',
  'energy_efficiency_class',
  'unit_pricing_measure',
  'unit_pricing_base_measure',
  'product_highlight',
  'product_length',
  'product_width',
  'product_height',
  'product_weight',
  'custom_label_0',
  'custom_label_1',
  'custom_label_2',
  'custom_label_3',
  'custom_label_4',
]

const shippingWhy = 'shipping is charged by the rates of the seller'
const linkWhy = 'products are sold here, not on a page elsewhere'
const adsWhy = 'it steers advertising'

/** Fields that are known and left out, with the reason. */
export const unusedFields: ReadonlyMap<string, string> = new Map([
  ...[
    'shipping',
    'shipping_label',
    'min_handling_time',
    'max_handling_time',
    'transit_time_label',
    'free_shipping_threshold',
    'tax',
    'tax_category',
  ].map((name) => [name, shippingWhy] as const),
  ...['link', 'mobile_link', 'canonical_link', 'lifestyle_image_link', 'video_link'].map(
    (name) => [name, linkWhy] as const,
  ),
  ...[
    'adwords_redirect',
    'ads_redirect',
    'ads_labels',
    'ads_grouping',
    'excluded_destination',
    'included_destination',
    'promotion_id',
    'pause',
    'applink',
    'display_ads_id',
  ].map((name) => [name, adsWhy] as const),
  ['availability_date', 'only what can be shipped now has stock'],
  ['cost_of_goods_sold', 'costs of the seller are kept out of the catalogue'],
  ['installment', 'orders are paid at once'],
  ['loyalty_points', 'orders are paid in money'],
  ['updated', 'the time of the import counts'],
  ['published', 'the time of the import counts'],
])
