//! Numbers that look random and can be had again: a run that failed names its seed.

pub struct Dice(u64);

impl Dice {
    /// From `BONPORT_TEST_SEED`, or a fresh one. Printed, which is seen when the test fails.
    pub fn thrown() -> Self {
        let seed = match std::env::var("BONPORT_TEST_SEED") {
            Ok(seed) => seed.parse().expect("a number"),
            Err(_) => {
                let mut bytes = [0; 8];
                getrandom::fill(&mut bytes).unwrap();
                u64::from_le_bytes(bytes)
            }
        };
        println!("BONPORT_TEST_SEED={seed}");
        Self(seed)
    }

    /// From 0, smaller than `end`. SplitMix64.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}

/// `bin/test --all`: everything as long as it should be.
pub fn whole() -> bool {
    std::env::var_os("BONPORT_TEST_WHOLE").is_some()
}
