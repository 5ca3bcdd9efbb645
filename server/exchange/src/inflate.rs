//! RFC 1951, to measure what an archive really holds: the sizes it announces are its writer's word. What is read in the end is
//! read by calamine; here the bytes only have to come out, and to stop at a limit.

/// Blocks of one part: writers begin another after some thousand symbols, and 48 MB make some thousand blocks.
const BLOCKS_MAX: usize = 20_000;

/// What `packed` holds. None when that is not deflate and nothing else, more than `most` bytes, or in more than [`BLOCKS_MAX`] blocks:
/// empty ones cost time and hold nothing.
pub(crate) fn inflated(packed: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut bits = Bits { packed, at: 0, held: 0, count: 0 };
    let mut out = Vec::new();
    let (plain_lengths, plain_distances) = fixed()?;
    for _ in 0..BLOCKS_MAX {
        let last = bits.take(1)? == 1;
        match bits.take(2)? {
            0 => stored(&mut bits, &mut out, most)?,
            1 => block(&mut bits, &mut out, most, &plain_lengths, &plain_distances)?,
            2 => {
                let (lengths, distances) = dynamic(&mut bits)?;
                block(&mut bits, &mut out, most, &lengths, &distances)?;
            }
            _ => return None,
        }
        if last {
            return (bits.at == packed.len()).then_some(out);
        }
    }
    None
}

struct Bits<'a> {
    packed: &'a [u8],
    at: usize,
    held: u32,
    count: u32,
}

impl Bits<'_> {
    /// At most 16 of them, the first one lowest.
    fn take(&mut self, many: u32) -> Option<u32> {
        while self.count < many {
            self.held |= u32::from(*self.packed.get(self.at)?) << self.count;
            self.at += 1;
            self.count += 8;
        }
        let value = self.held & ((1 << many) - 1);
        self.held >>= many;
        self.count -= many;
        Some(value)
    }
}

/// §3.2.4: begins at a byte.
fn stored(bits: &mut Bits<'_>, out: &mut Vec<u8>, most: usize) -> Option<()> {
    (bits.held, bits.count) = (0, 0);
    let (length, check) = (bits.take(16)?, bits.take(16)?);
    if length != !check & 0xffff {
        return None;
    }
    let bytes = bits.packed.get(bits.at..bits.at + length as usize)?;
    bits.at += bytes.len();
    out.extend_from_slice(bytes);
    (out.len() <= most).then_some(())
}

/// §3.2.2: how many codes have each length, and the symbols in the order of their codes.
struct Code {
    counts: [u16; 16],
    symbols: Vec<u16>,
}

impl Code {
    fn of(lengths: &[u8]) -> Option<Code> {
        let mut counts = [0_u16; 16];
        for length in lengths {
            counts[usize::from(*length)] += 1;
        }
        counts[0] = 0;
        let mut left = 1_i32;
        for count in &counts[1..] {
            left = (left << 1) - i32::from(*count);
            if left < 0 {
                return None;
            }
        }
        let mut symbols: Vec<u16> = (0..lengths.len() as u16).filter(|at| lengths[usize::from(*at)] > 0).collect();
        symbols.sort_by_key(|at| lengths[usize::from(*at)]);
        Some(Code { counts, symbols })
    }

    fn read(&self, bits: &mut Bits<'_>) -> Option<u16> {
        let (mut code, mut first, mut index) = (0_u32, 0_u32, 0_u32);
        for count in &self.counts[1..] {
            code |= bits.take(1)?;
            let count = u32::from(*count);
            if code < first + count {
                return self.symbols.get((index + code - first) as usize).copied();
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        None
    }
}

/// §3.2.6
fn fixed() -> Option<(Code, Code)> {
    let lengths: Vec<u8> = (0..288)
        .map(|symbol| match symbol {
            0..=143 => 8,
            144..=255 => 9,
            256..=279 => 7,
            _ => 8,
        })
        .collect();
    Some((Code::of(&lengths)?, Code::of(&[5; 30])?))
}

/// §3.2.7
fn dynamic(bits: &mut Bits<'_>) -> Option<(Code, Code)> {
    const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    let (many, far, short) = (bits.take(5)? as usize + 257, bits.take(5)? as usize + 1, bits.take(4)? as usize + 4);
    if many > 286 || far > 30 {
        return None;
    }
    let mut of_lengths = [0_u8; 19];
    for at in &ORDER[..short] {
        of_lengths[*at] = bits.take(3)? as u8;
    }
    let code = Code::of(&of_lengths)?;
    let mut lengths: Vec<u8> = vec![];
    while lengths.len() < many + far {
        let (length, times) = match code.read(bits)? {
            symbol @ 0..=15 => (symbol as u8, 1),
            16 => (*lengths.last()?, 3 + bits.take(2)?),
            17 => (0, 3 + bits.take(3)?),
            _ => (0, 11 + bits.take(7)?),
        };
        lengths.extend(std::iter::repeat_n(length, times as usize));
    }
    if lengths.len() > many + far {
        return None;
    }
    Some((Code::of(&lengths[..many])?, Code::of(&lengths[many..])?))
}

/// §3.2.5: lengths of repetitions, and how many more bits tell them.
const LENGTHS: [(usize, u32); 29] = [
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 0),
    (7, 0),
    (8, 0),
    (9, 0),
    (10, 0),
    (11, 1),
    (13, 1),
    (15, 1),
    (17, 1),
    (19, 2),
    (23, 2),
    (27, 2),
    (31, 2),
    (35, 3),
    (43, 3),
    (51, 3),
    (59, 3),
    (67, 4),
    (83, 4),
    (99, 4),
    (115, 4),
    (131, 5),
    (163, 5),
    (195, 5),
    (227, 5),
    (258, 0),
];
/// How far back they begin.
const DISTANCES: [(usize, u32); 30] = [
    (1, 0),
    (2, 0),
    (3, 0),
    (4, 0),
    (5, 1),
    (7, 1),
    (9, 2),
    (13, 2),
    (17, 3),
    (25, 3),
    (33, 4),
    (49, 4),
    (65, 5),
    (97, 5),
    (129, 6),
    (193, 6),
    (257, 7),
    (385, 7),
    (513, 8),
    (769, 8),
    (1025, 9),
    (1537, 9),
    (2049, 10),
    (3073, 10),
    (4097, 11),
    (6145, 11),
    (8193, 12),
    (12289, 12),
    (16385, 13),
    (24577, 13),
];

fn block(bits: &mut Bits<'_>, out: &mut Vec<u8>, most: usize, lengths: &Code, distances: &Code) -> Option<()> {
    loop {
        match lengths.read(bits)? {
            symbol @ 0..=255 => out.push(symbol as u8),
            256 => return Some(()),
            symbol => {
                let (base, more) = *LENGTHS.get(usize::from(symbol) - 257)?;
                let length = base + bits.take(more)? as usize;
                let (base, more) = *DISTANCES.get(usize::from(distances.read(bits)?))?;
                let from = out.len().checked_sub(base + bits.take(more)? as usize)?;
                // It may reach into what it writes itself.
                for at in from..from + length {
                    out.push(out[at]);
                }
            }
        }
        if out.len() > most {
            return None;
        }
    }
}
