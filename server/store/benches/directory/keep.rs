//! Databases that are kept between two runs, or thrown away.

use store::{Pool, Result, migrate, testing};

pub enum Kept {
    Fresh(testing::Fresh),
    Kept(Pool),
}

impl Kept {
    pub fn pool(&self) -> &Pool {
        match self {
            Kept::Fresh(fresh) => &fresh.pool,
            Kept::Kept(pool) => pool,
        }
    }
}

pub async fn open(database: &str, size: usize) -> Result<Kept> {
    let Ok(folder) = std::env::var("BONPORT_BENCH_KEEP") else {
        return Ok(Kept::Fresh(if database == "sqlite" { testing::sqlite().await } else { testing::postgres().await }));
    };
    let url = if database == "sqlite" {
        std::fs::create_dir_all(&folder).expect("a folder that can be made");
        format!("sqlite:{folder}/directory-{size}.db")
    } else {
        let cluster = std::env::var("BONPORT_TEST_POSTGRES").expect("a cluster: bin/bench starts one");
        let (server, _) = cluster.rsplit_once('/').expect("an address ends in /database");
        let url = format!("{server}/directory_{size}");
        if Pool::open(&url).await.is_err() {
            create(&cluster, size).await?;
        }
        url
    };
    let pool = Pool::open(&url).await?;
    migrate(&pool).await?;
    Ok(Kept::Kept(pool))
}

async fn create(cluster: &str, size: usize) -> Result<()> {
    let Pool::Postgres(pool) = Pool::open(cluster).await? else { return Ok(()) };
    let mut query = sqlx::QueryBuilder::<sqlx::Postgres>::new("CREATE DATABASE directory_");
    query.push(size);
    query.build().execute(&pool).await?;
    pool.close().await;
    Ok(())
}
