import reformlab as rl


def test_evidence_is_what_passages_are_about(made, codes, codebook):
    fit = rl.fit_domains(made[0], codes, codebook=codebook)
    table = rl.list_evidence(fit, made[0], n=2)
    assert table["domain"].tolist() == [domain for domain in fit.topics["domain"] for _ in range(2)]
    truth = made[1].set_index("passage_id")["main"]
    assert (truth[table["passage_id"]].to_numpy() == table["domain"]).all()
    assert not table.duplicated(["domain", "doc_id"]).any()
    assert table["url"].isna().all()
