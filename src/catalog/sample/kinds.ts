/** What is known of goods by the words of their title and category. */
export interface Kind {
  readonly words: RegExp
  readonly path: readonly string[]
  /** Customs tariff heading. */
  readonly hsCode: string
  readonly grams: number
  readonly restrictions: readonly string[]
  /** A usual price in dollars, for goods whose price is not known. */
  readonly dollars: number
}

const electronics = 'Electronics'
const office = 'Office Supplies'
const appliances = ['Home & Garden', 'Household Appliances']

/** In order: the first whose words occur holds. The paths are those of Google's product taxonomy. */
const kinds: readonly Kind[] = [
  kind(
    'laptop case|notebook case|sleeve|backpack|messenger|carrying case|cases (sleeves|bags)|bags cases|camera case|\\bcases?\\b|\\bbag\\b|shell',
    [electronics, 'Electronics Accessories', 'Cases & Covers'],
    '420292',
    260,
    [],
    28,
  ),
  kind(
    'screen protector|mirror film|skin\\b',
    [electronics, 'Electronics Accessories', 'Screen Protectors'],
    '392690',
    60,
    [],
    14,
  ),
  kind(
    'toner',
    [electronics, 'Print, Copy, Scan & Fax', 'Printer Accessories', 'Toner & Inkjet Cartridges'],
    '844399',
    900,
    [],
    75,
  ),
  kind(
    '\\bink\\b|inkjet|cartridge',
    [electronics, 'Print, Copy, Scan & Fax', 'Printer Accessories', 'Toner & Inkjet Cartridges'],
    '844399',
    180,
    [],
    24,
  ),
  kind(
    'printer|all-in-one|multifunction',
    [electronics, 'Print, Copy, Scan & Fax', 'Printers'],
    '844331',
    7800,
    [],
    190,
  ),
  kind('scanner', [electronics, 'Print, Copy, Scan & Fax', 'Scanners'], '847160', 3200, [], 160),
  kind(
    'projection screen|cinewhite|da-lite|elite screens',
    [electronics, 'Video', 'Video Accessories', 'Projector Accessories'],
    '901060',
    12_000,
    [],
    290,
  ),
  kind('projector', [electronics, 'Video', 'Projectors'], '852869', 3500, [], 690),
  kind('shredder', [office, 'Office Equipment', 'Office Shredders'], '847290', 8200, [], 110),
  kind('laminat', [office, 'Office Equipment', 'Laminators'], '847989', 2400, [], 60),
  kind(
    'label maker|labels?\\b|envelope|binder|paper|folder|clipboard|file box|stapler|pens?\\b|marker|hole punch|stationery|storage presentation',
    [office, 'Filing & Organization'],
    '482030',
    750,
    [],
    18,
  ),
  kind(
    'microwave|oven|range\\b|cooktop|toaster|coffee|grill\\b|blender|food processor|kettle',
    ['Home & Garden', 'Kitchen & Dining', 'Kitchen Appliances'],
    '851650',
    16_000,
    [],
    280,
  ),
  kind('dishwasher', [...appliances, 'Dishwashers'], '842211', 38_000, [], 640),
  kind(
    'washer|dryer|washing machine',
    [...appliances, 'Laundry Appliances'],
    '845011',
    70_000,
    [],
    780,
  ),
  kind(
    'refrigerator|freezer|wine cooler',
    ['Home & Garden', 'Kitchen & Dining', 'Kitchen Appliances', 'Refrigerators'],
    '841810',
    85_000,
    [],
    1150,
  ),
  kind('vacuum', [...appliances, 'Vacuums'], '850811', 6500, [], 190),
  kind(
    'air conditioner|\\bfan\\b|heater|humidifier|purifier',
    [...appliances, 'Climate Control Appliances'],
    '841510',
    18_000,
    [],
    240,
  ),
  kind(
    'rugs?\\b|curtain|pillow|towel|blanket',
    ['Home & Garden', 'Linens & Bedding'],
    '570242',
    2600,
    [],
    48,
  ),
  kind(
    '\\bdesk\\b|\\bchair\\b|furniture|shelf|bookcase|cabinet|cart\\b',
    ['Furniture'],
    '940330',
    19_000,
    [],
    180,
  ),
  kind('\\blamps?\\b|\\bbulb', ['Home & Garden', 'Lighting'], '940520', 2100, [], 45),
  kind(
    'wall mount|tv mount|\\bmount\\b|bracket|tv stand',
    [electronics, 'Video', 'Video Accessories', 'Television Parts & Accessories'],
    '830250',
    5200,
    [],
    120,
  ),
  kind(
    'blu-ray|dvd player|disc player|dvd recorder|vcr',
    [electronics, 'Video', 'Video Players & Recorders'],
    '852190',
    2600,
    [],
    210,
  ),
  kind(
    '\\b(mouse|mice|keyboards?|trackball|mouse pad)\\b(?!.*(synthesi|piano|midi))',
    [electronics, 'Electronics Accessories', 'Computer Accessories', 'Input Devices'],
    '847160',
    420,
    [],
    38,
  ),
  kind(
    'home theater|receiver|amplifier|subwoofer|speaker|stereos?/audio|sound bar',
    [electronics, 'Audio', 'Audio Components'],
    '851821',
    7400,
    [],
    260,
  ),
  kind(
    'camcorder',
    [electronics, 'Cameras & Optics', 'Cameras', 'Video Cameras'],
    '852589',
    480,
    ['battery'],
    420,
  ),
  kind(
    'lens\\b|tripod|camera bag|flash\\b.*camera|photography|camera and camcorder acc|camera batter',
    [electronics, 'Cameras & Optics', 'Camera & Optic Accessories'],
    '900211',
    620,
    [],
    180,
  ),
  kind(
    'webcam|surveillance|security camera',
    [electronics, 'Cameras & Optics', 'Cameras', 'Surveillance Cameras'],
    '852589',
    380,
    [],
    85,
  ),
  kind(
    'camera',
    [electronics, 'Cameras & Optics', 'Cameras', 'Digital Cameras'],
    '852589',
    410,
    ['battery'],
    260,
  ),
  kind(
    'gps|nuvi|fish finder',
    [electronics, 'GPS Navigation Systems'],
    '852691',
    450,
    ['battery'],
    240,
  ),
  kind(
    'car stereo|car audio|dash|coaxial|satellite radio|in-dash',
    ['Vehicles & Parts', 'Vehicle Parts & Accessories', 'Motor Vehicle Electronics'],
    '852721',
    2300,
    [],
    130,
  ),
  kind(
    'laptop computer|notebook computer|macbook|vaio|netbook|\\blaptop\\b.*(gb|ghz)',
    [electronics, 'Computers', 'Laptops'],
    '847130',
    2400,
    ['battery'],
    890,
  ),
  kind('monitor', [electronics, 'Video', 'Computer Monitors'], '852852', 5900, [], 240),
  kind(
    'hdtv|lcd tv|plasma|flat panel|television|\\btvs?\\b',
    [electronics, 'Video', 'Televisions'],
    '852872',
    19_000,
    [],
    790,
  ),
  kind(
    'headphone|headset|earbud|earphone',
    [electronics, 'Audio', 'Audio Components', 'Headphones & Headsets'],
    '851830',
    240,
    [],
    58,
  ),
  kind(
    'ipod|mp3|walkman|portable audio',
    [electronics, 'Audio', 'Audio Players & Recorders', 'MP3 Players'],
    '851981',
    190,
    ['battery'],
    95,
  ),
  kind(
    'cordless|dect|phones?\\b|answering',
    [electronics, 'Communications', 'Telephony'],
    '851711',
    720,
    ['battery'],
    75,
  ),
  kind(
    'router|switch\\b|ethernet|wireless-n|access point|networking|powerline|modem',
    [electronics, 'Networking'],
    '851762',
    640,
    [],
    82,
  ),
  kind(
    'usb drive|usb flash|flash drive|memory card|\\bsdhc\\b|compactflash|memory stick|\\bram\\b|dimm|\\bmemory\\b',
    [electronics, 'Electronics Accessories', 'Memory'],
    '852351',
    40,
    [],
    34,
  ),
  kind(
    'hard drive|hard disk|external hard|solid state',
    [electronics, 'Electronics Accessories', 'Computer Components', 'Storage Devices'],
    '847170',
    560,
    [],
    115,
  ),
  kind(
    'cd-r|dvd-r|dvd\\+r|blank media|data cartridge',
    [electronics, 'Electronics Accessories', 'Blank Media'],
    '852341',
    480,
    [],
    26,
  ),
  kind(
    'batter|charger|power adapter|ups\\b|surge',
    [electronics, 'Electronics Accessories', 'Power'],
    '850440',
    430,
    ['battery'],
    42,
  ),
  kind(
    'cable|adapter|hdmi|connector|splitter|dock',
    [electronics, 'Electronics Accessories', 'Cables'],
    '854442',
    210,
    [],
    26,
  ),
  kind(
    'playstation|xbox|wii\\b|nintendo|game console',
    [electronics, 'Video Game Consoles'],
    '950450',
    3900,
    [],
    280,
  ),
  kind(
    'game|hoyle|tycoon|solitaire|sudoku',
    ['Software', 'Video Game Software'],
    '852349',
    140,
    [],
    25,
  ),
  kind(
    'antivirus|security|norton|mcafee|spy|lojack',
    ['Software', 'Computer Software', 'Antivirus & Security Software'],
    '852349',
    130,
    [],
    48,
  ),
  kind(
    'learning|math|grade|jumpstart|immersion|typing|kindergarten|language|school|teach',
    ['Software', 'Computer Software', 'Educational Software'],
    '852349',
    150,
    [],
    30,
  ),
  kind(
    'photoshop|premiere|after effects|studio|video|audio|music|guitar|pinnacle|encore|vegas|creative suite|\\bcs3\\b',
    ['Software', 'Computer Software', 'Multimedia & Design Software'],
    '852349',
    170,
    [],
    180,
  ),
  kind(
    'office|quickbooks|quicken|accounting|business|money|tax',
    ['Software', 'Computer Software', 'Office Application Software'],
    '852349',
    150,
    [],
    130,
  ),
  kind(
    'windows|mac os|vista|server|license|upgrade|suite|software|edition|version|\\bpro\\b|\\d\\.\\d',
    ['Software', 'Computer Software'],
    '852349',
    140,
    [],
    90,
  ),
]

const otherGoods = kind('.', [electronics, 'Electronics Accessories'], '854370', 480, [], 40)
const otherSoftware = kind('.', ['Software', 'Computer Software'], '852349', 140, [], 60)

/** The kind of goods by their words; software is never taken for the things it is named after. */
export function kindOf(words: string, isSoftware: boolean): Kind {
  const known = kinds.find(
    (one) => one.words.test(words) && (!isSoftware || one.path[0] === 'Software'),
  )
  return known ?? (isSoftware ? otherSoftware : otherGoods)
}

function kind(
  words: string,
  path: readonly string[],
  hsCode: string,
  grams: number,
  restrictions: readonly string[],
  dollars: number,
): Kind {
  return { words: new RegExp(words), path, hsCode, grams, restrictions, dollars }
}
