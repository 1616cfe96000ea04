import gc, resource, collections, tracemalloc
from tests.checking.county import *
def test_perf(settings, catalogue):
    c = County(settings, catalogue)
    d = draft(*[figure(i,b,"60") for i in ("E01","E03","E04") for b in ("current","cumulative")], form="F-ECON-M")
    def count():
        gc.collect()
        n=collections.Counter(type(o).__module__+"."+type(o).__name__ for o in gc.get_objects())
        return n
    for i in range(3): c.judge(d)
    tracemalloc.start(); a=count(); s1=tracemalloc.take_snapshot()
    for i in range(5): c.judge(d)
    b=count(); s2=tracemalloc.take_snapshot()
    for k,v in sorted(((k,b[k]-a[k]) for k in b), key=lambda x:-x[1])[:25]: print("GREW",k,v)
    for k in b:
        if "Engine" in k or "Batch" in k or "Suite" in k: print("HAVE",k,b[k],a[k])
    for st in s2.compare_to(s1,"lineno")[:12]: print("MEM",st)
    for o in gc.get_objects():
        if type(o).__name__=="SqlAlchemyExecutionEngine":
            for r in gc.get_referrers(o): print("REF", type(r), str(r)[:150])
            break
    c.close()
